"""The acquirer's side of the conversation with the issuers, by itself."""

from datetime import datetime
from typing import Any

from emulator.acquirer.issuer_desk import IssuerDesk
from emulator.domain.interbank import Key
from emulator.domain.message import Message
from emulator.domain.moments import SECOND
from emulator.kernel.world import World


class End:
    """An end that keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.react: Any = None

    def send(self, message: Message, /) -> bool:
        """Keep it."""
        self.sent.append(message)
        return True


class Desk:
    """A desk with a limit of 5 s, repeating reversals every 7 s."""

    def __init__(self) -> None:
        self.world = World(seed=0, start=datetime(2026, 3, 2, 10, 0))
        self.end = End()
        self.answers: list[Message] = []
        self.late: list[tuple[int, Key]] = []
        self.desk = IssuerDesk(
            self.world,
            self.end,
            timeout_us=5 * SECOND,
            retry_us=7 * SECOND,
            answered=self.answers.append,
            timed_out=lambda key: self.late.append((self.world.now_us // SECOND, key)),
        )

    def run(self, seconds: int) -> None:
        """Let time pass."""
        self.world.run_until(self.world.now_us + seconds * SECOND)


def sale(stan: str, mti: str = "0200") -> Message:
    """A message of one terminal."""
    return Message(
        mti=mti, kind="sale", terminal="t", merchant="m", batch="b", stan=stan, amount_fen=1
    )


def test_each_request_has_its_own_limit() -> None:
    """One alarm watches them all, to the second."""
    one = Desk()
    for stan in ("1", "2", "3"):
        one.desk.ask(sale(stan))
        one.run(2)
    one.run(20)

    assert [(5, ("t", "b", "1")), (7, ("t", "b", "2")), (9, ("t", "b", "3"))] == one.late


def test_an_answered_request_does_not_time_out() -> None:
    """And a second answer to it is dropped."""
    one = Desk()
    one.desk.ask(sale("1"))
    one.run(1)
    for _ in range(2):
        one.end.react(sale("1", "0210"))
    one.run(20)

    assert ([], 1) == (one.late, len(one.answers))


def test_a_request_after_a_quiet_time_is_watched_too() -> None:
    """The alarm is set anew."""
    one = Desk()
    one.desk.ask(sale("1"))
    one.run(30)
    one.desk.ask(sale("2"))
    one.run(30)

    assert [5, 35] == [at for at, _ in one.late]


def test_a_reversal_is_repeated_until_it_is_confirmed() -> None:
    """At 0, 7 and 14 s; a bank that says not now is asked again."""
    one = Desk()
    one.desk.take_back(sale("1", "0400"))
    one.run(8)
    one.end.react(sale("1", "0410").changed(code="91"))
    one.run(7)
    one.end.react(sale("1", "0410").changed(code="25"))
    one.run(60)

    assert 3 == len(one.end.sent)
    assert {} == one.desk.unconfirmed


def test_without_power_nothing_is_heard_and_nothing_sent() -> None:
    """Reversals outlive the cut, requests do not."""
    one = Desk()
    one.desk.take_back(sale("1", "0400"))
    one.desk.ask(sale("2"))
    one.desk.wipe()
    one.end.react(sale("1", "0410").changed(code="00"))
    one.run(60)
    while_dark = len(one.end.sent)
    one.desk.boot()

    assert (2, 3, [], []) == (while_dark, len(one.end.sent), one.late, one.answers)


def test_taking_back_a_request_under_way_ends_its_limit() -> None:
    """Nobody waits for its answer any more."""
    one = Desk()
    one.desk.ask(sale("1"))
    one.desk.take_back(sale("1", "0400"))
    one.end.react(sale("1", "0210"))
    one.run(6)

    assert ([], []) == (one.answers, one.late)
