"""Signing in and off, and what the camera may write down of it."""

from typing import Any

import pytest

from emulator.domain.trace import encode_events


def _unsigned(make_bench: Any, **settings: Any) -> Any:
    bench = make_bench(holds=(), **settings)
    bench.cashier.begins_at = ("idle", "sign_in_required")
    return bench


def test_nothing_is_sold_before_a_sign_in(make_bench: Any) -> None:
    """A terminal fresh from the factory wants an operator first."""
    bench = _unsigned(make_bench)
    bench.sell()

    bench.run(15)

    assert [] == bench.sent()
    assert "sign_in_required" == bench.console.current.id


def test_a_sign_in_brings_batch_and_keys(make_bench: Any) -> None:
    """The host's batch is used from now on, its keys for every MAC; both survive a power cut."""
    bench = _unsigned(make_bench)
    bench.host.batch = "000042"
    bench.errand("sign_in")
    bench.sell()
    bench.run(30)
    bench.cut()
    bench.run(60)
    bench.sell(2_00)

    bench.run()

    first = bench.host.seen[0]
    assert ("0800", "003", "02", None) == (
        first.mti,
        first.network_code,
        first.operator,
        first.mac_key,
    )
    assert [("000042", "000002"), ("000042", "000003")] == list(bench.host.live)
    assert [{"batch": "000042"}] == bench.shown("signed_in")


@pytest.mark.parametrize("operator", ["enter_operator", "enter_password"])
def test_a_sign_in_can_be_cancelled(make_bench: Any, keys: Any, operator: str) -> None:
    """Nothing is sent."""
    bench = _unsigned(make_bench)
    bench.errand("sign_in", **{operator: keys.cancel})

    bench.run()

    assert [] == bench.sent()
    assert 1 == len(bench.shown("cancelled"))


def test_a_wrong_password_is_refused(make_bench: Any, keys: Any) -> None:
    """The host is not asked."""
    bench = _unsigned(make_bench)
    bench.errand("sign_in", enter_password=keys.digits("1111"))

    bench.run()

    assert ["password"] == [one["why"] for one in bench.shown("not_possible")]
    assert [] == bench.sent()


@pytest.mark.parametrize(
    ("change", "screen"),
    [
        ({"code": "97"}, "declined"),
        ({"keys": None}, "not_possible"),
        ({"garbled": True}, "bad_answer"),
        (None, "timed_out"),
    ],
)
def test_sign_ins_that_fail(make_bench: Any, change: dict[str, Any] | None, screen: str) -> None:
    """The terminal stays signed off and says why."""
    bench = _unsigned(make_bench)
    bench.host.rules.append(lambda _, a: [] if change is None else [a.changed(**change)])
    bench.errand("sign_in")

    bench.run(120)

    assert 1 == len(bench.shown(screen))
    assert not bench.journal.signed_in


def test_a_sign_off_asks_for_a_sign_in(bench: Any) -> None:
    """0820 with network code 002."""
    bench.errand("sign_off")

    bench.run()

    assert ("0820", "002") == (bench.host.seen[0].mti, bench.host.seen[0].network_code)
    assert "sign_in_required" == bench.console.current.id


def test_no_secret_reaches_the_trace(bench: Any, keys: Any) -> None:
    """Neither PIN nor passwords nor a whole card number is written down anywhere."""
    bench.sell()
    bench.errand("void", enter_original=keys.digits("000002"), present_card=keys.card())
    bench.errand("sign_in")

    bench.run()

    text = encode_events(bench.world.trace.events).decode()
    assert '123456"' not in text.replace("12345678", "")
    assert '"0000"' not in text
    assert keys.customer.pan.clear() not in text
    pressed = [e.detail for e in bench.events("console.pressed") if e.detail["input"] == "digits"]
    assert ["12850", None, "000002", "02", None] == [one.get("text") for one in pressed]
