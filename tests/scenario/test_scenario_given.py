"""What there is at the start: every setting, the cards, the people."""

from collections.abc import Callable

import msgspec
import pytest

from emulator.domain.card import Secret, pan_from_mask
from emulator.domain.plan import Given, Scenario
from emulator.domain.problem import Problem
from emulator.scenario.settings_shapes import SECTIONS, UNITS, key_of, settings_shape
from emulator.scenario.shapes import keys_of

Read = Callable[..., Scenario]
ProblemsOf = Callable[..., tuple[Problem, ...]]


def test_an_empty_scenario_is_the_usual_shop(read: Read) -> None:
    """Without `given` everything is at its default, and there is one customer."""
    given = read("").given

    assert Given() == msgspec.structs.replace(given, cardholders=())
    assert ["customer"] == [account.card.name for account in given.cardholders]


@pytest.mark.parametrize(
    ("section", "name"),
    [(s, field.name) for s, kind in SECTIONS.items() for field in msgspec.structs.fields(kind)],
)
def test_every_setting_has_a_key(section: str, name: str) -> None:
    """A setting can be written, and its key carries no unit."""
    key = key_of(name)

    assert key in keys_of(settings_shape(SECTIONS[section]))
    assert not key.endswith(tuple(UNITS))


@pytest.mark.parametrize("section", SECTIONS)
def test_no_two_settings_share_a_key(section: str) -> None:
    """Taking the units away leaves the keys of a section different."""
    names = [field.name for field in msgspec.structs.fields(SECTIONS[section])]

    assert len(names) == len({key_of(name) for name in names})


@pytest.mark.parametrize(
    ("written", "section", "name", "value"),
    [
        ("terminal: {receive_timeout: 1m}", "terminal", "receive_timeout_us", 60_000_000),
        ("terminal: {copies: 3}", "terminal", "copies", 3),
        ("terminal: {training: yes}", "terminal", "training", True),
        ("terminal: {refund_limit: 0.00 CNY}", "terminal", "refund_limit_fen", 0),
        ("printer: {paper: 120 mm}", "printer", "roll_mm", 120),
        ("printer: {paper: 1.5 m}", "printer", "roll_mm", 1500),
        ("printer: {paper: 4 行}", "printer", "roll_mm", 16),
        ("printer: {paper: full, new_roll: 9 m}", "printer", "roll_mm", 9000),
        ("printer: {paper: full}", "printer", "roll_mm", 18_000),
        ("printer: {cutter: 是}", "printer", "has_cutter", True),
        ("printer: {speed: 90 mm/s}", "printer", "speed_mm_s", 90),
        ("uplink: {latency: 250ms}", "uplink", "latency_us", 250_000),
        ("issuer_line: {jitter: 0s}", "issuer_line", "jitter_us", 0),
        ("acquirer: {fee: 0.38 %}", "acquirer", "fee_basis_points", 38),
        ("acquirer: {cut_off: 9:05}", "acquirer", "cut_off", "09:05"),
        ("issuer: {completion: 120 %}", "issuer", "completion_percent", 120),
        ("clearing: {account_state: frozen}", "clearing", "account_state", "frozen"),
        ("merchant: {account: closed}", "clearing", "account_state", "closed"),
        ("merchant: {name: 小店}", "terminal", "merchant_name", "小店"),
        ("merchant: {policy: 地区限制}", "acquirer", "policy", "地区限制"),
        ("merchant: {settlement: T+2 10:30}", "clearing", "payout_days", 2),
        ("calendar: cn-bank-2026", "clearing", "calendar", "cn-bank"),
        ("language: zh+en", "terminal", "language", "zh+en"),
    ],
)
def test_a_setting_is_parsed_by_its_unit(
    read: Read, written: str, section: str, name: str, value: object
) -> None:
    """The notation in the file follows from the unit in the setting's name."""
    given = read(f"given: {{{written}}}").given

    assert value == getattr(getattr(given, section), name)


def test_one_card_belongs_to_the_customer(read: Read) -> None:
    """`card` is the account of the one cardholder."""
    text = "given: {card: {pan: 622202****0018, balance: -1.00 CNY, state: lost, pin: no}}"
    (account,) = read(text).given.cardholders

    assert ("customer", -100, "lost") == (account.card.name, account.balance_fen, account.state)
    assert pan_from_mask("622202****0018") == account.card.pan
    assert account.card.pin is None


def test_several_cards_have_names(read: Read) -> None:
    """`cards` names the cardholders, in the order of the file."""
    given = read("given: {cards: {bob: {bank: ccb}, alice: {chip: no}}}").given

    assert ["bob", "alice"] == [account.card.name for account in given.cardholders]
    assert "ccb" == given.cardholders[0].card.bank
    assert not given.cardholders[1].card.chip


def test_a_pin_is_a_secret(read: Read) -> None:
    """The digits of a PIN are kept where nothing can print them."""
    (account,) = read('given: {card: {pin: "4711"}}').given.cardholders

    assert Secret("4711").matches(account.card.pin)
    assert "4711" not in repr(account)


def test_the_people_have_their_manners(read: Read) -> None:
    """Habits, thinking time, rolls, and how long support and supervisor take."""
    given = read(
        """\
        given:
          cashier: {conduct: [handbook, hasty], think: 2s, spare_rolls: 0}
          support: {answers_in: 1h}
          supervisor: {comes_in: 90s}
          signed_in: no
          batch: "000007"
        """
    ).given

    assert (("handbook", "hasty"), 2_000_000, 0) == (
        given.conduct,
        given.think_us,
        given.spare_rolls,
    )
    assert (3_600_000_000, 90_000_000) == (given.support_answers_us, given.supervisor_comes_us)
    assert (False, "000007") == (given.signed_in, given.prior_batch)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("given: {cashier: {conduct: rude}}", {"conducts": ["handbook"]}),
        ("given: {terminal: {program: mine}}", {"programs": ["reference"]}),
    ],
)
def test_words_that_the_bench_knows_are_checked(
    text: str, options: dict[str, object], read: Read, problems_of: Callable[..., tuple[object]]
) -> None:
    """Habits and programs are checked when the caller says which there are, else not."""
    assert read(text)
    assert 1 == len(problems_of(text, **options))


def test_every_cardholder_has_a_card_number_of_their_own(read: Read) -> None:
    """The bank tells cards apart by their numbers; the first is the usual one."""
    accounts = read("given: {cards: {alice: {}, bob: {pan: 622202******0099}, carol: }}").given
    numbers = [account.card.pan.masked for account in accounts.cardholders]

    assert ["622202******0018", "622202******0099", "622202******0020"] == numbers


def test_one_card_number_for_two_is_an_error(problems_of: ProblemsOf) -> None:
    """Written out, or the same as one that was given to somebody else."""
    problems = problems_of("given: {cards: {alice: {}, bob: {pan: 622202******0018}}}")

    assert [("E311", 39)] == [(problem.code, problem.span.column) for problem in problems]
