"""The smallest shop in which a terminal can be watched: line, plain host, printer end, cashier."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from emulator.domain.card import Card, Secret, pan_from_mask
from emulator.domain.console import Input, Screen
from emulator.domain.fate import Fate
from emulator.domain.journal import Record
from emulator.domain.message import Message, Totals
from emulator.domain.moments import MS, SECOND
from emulator.domain.receipt import PrintJob, PrintReport
from emulator.domain.settings import TerminalSettings
from emulator.domain.trace import TraceEvent
from emulator.domain.transaction import KINDS
from emulator.kernel.port import Inbox
from emulator.kernel.power import Power
from emulator.kernel.world import Steps, World
from emulator.link.line import Line
from emulator.terminal.console import Console
from emulator.terminal.journal import Journal, fold
from emulator.terminal.program import Ports, TerminalProgram
from emulator.terminal.recovery import signed_in_memory
from emulator.terminal.reference import ReferenceTerminal
from emulator.terminal.storage import SimStorage

CARD = Card(name="customer", pan=pan_from_mask("622202******0018"), pin=Secret("123456"))
OTHER_CARD = Card(name="other", pan=pan_from_mask("622848******0026"))
KEYS = "K00001"


class PlainHost:
    """
    A host that does everything right, and keeps books that a test can look into.

    `rules` may change or swallow answers: each is called with request and answer and gives the
    answers to send; the first that gives something else than None decides.
    """

    def __init__(self, world: World, line: Line) -> None:
        self.keys = KEYS
        self.batch = "000001"
        self.rules: list[Callable[[Message, Message], list[Message] | None]] = []
        self.seen: list[Message] = []
        self.approved: dict[tuple[str, str], Message] = {}
        self.reversed: dict[tuple[str, str], None] = {}
        self.settled: dict[str, Message] = {}
        self.uploaded: dict[str, list[str]] = {}
        self.ended: dict[str, str | None] = {}
        self.totals_differ = False
        self._answers: dict[tuple[str, str, str], Message] = {}
        self._keys_made = 1
        self._world = world
        self._end = line.high
        line.high.react = self._arrived

    @property
    def live(self) -> dict[tuple[str, str], Message]:
        """What was approved and not reversed."""
        return {key: one for key, one in self.approved.items() if key not in self.reversed}

    def _arrived(self, request: Message) -> None:
        self.seen.append(request)
        answers = [self._answer(request)]
        for rule in self.rules:
            decided = rule(request, answers[0])
            if decided is not None:
                answers = decided
                break
        for answer in answers:
            self._world.after(100 * MS, lambda a=answer: self._end.send(a))

    def _answer(self, request: Message) -> Message:
        if request.mti == "0800":
            self._keys_made += 1
            self.keys = f"K{self._keys_made:05d}"
            return request.answer("00", batch=self.batch, keys=self.keys)
        if request.mti == "0820":
            return request.answer("00")
        if request.mti == "0500":
            return self._settle(request)
        if request.mti == "0320":
            self.uploaded.setdefault(request.batch, []).extend(i.stan for i in request.items)
            if request.network_code != "201":
                self.ended[request.batch] = request.network_code
            return request.answer("00")
        if request.mac_key != self.keys:
            return request.answer("A0")
        if request.mti == "0400":
            return self._reverse(request)
        return self._authorise(request)

    def _authorise(self, request: Message) -> Message:
        known = self._answers.get(request.key)
        if known is not None:
            return known
        number = len(self._answers) + 1
        fields: dict[str, Any] = {"reference": f"{number:012d}", "mac_key": self.keys}
        if request.kind == "balance":
            fields["balance_fen"] = 77_00
        elif request.kind == "query":
            key = (request.original_batch or "", request.original_stan or "")
            fields["status"] = "approved" if key in self.live else "unknown"
        else:
            fields["authorisation"] = f"A{number:05d}"
            fields["host_time"] = "0302101530"
            self.approved[(request.batch, request.stan)] = request
        answer = request.answer("00", **fields)
        self._answers[request.key] = answer
        return answer

    def _reverse(self, request: Message) -> Message:
        key = (request.batch, request.stan)
        if key not in self.approved:
            return request.answer("25", mac_key=self.keys)
        self.reversed[key] = None
        return request.answer("00", mac_key=self.keys)

    def _settle(self, request: Message) -> Message:
        known = self.settled.get(request.batch)
        if known is not None:
            return known
        totals = Totals()
        for (batch, _), one in self.live.items():
            if batch == request.batch and one.amount_fen is not None:
                totals = totals.plus(KINDS[one.kind].side.value, one.amount_fen)
        balanced = totals == request.totals and not self.totals_differ
        self.batch = f"{int(request.batch) + 1:06d}"
        answer = request.answer(None, settlement_result="1" if balanced else "2", totals=totals)
        self.settled[request.batch] = answer
        return answer


class PlainPrinter:
    """A printer end that reports what a test tells it to, `printed` after a second otherwise."""

    def __init__(self, world: World) -> None:
        self.jobs: list[PrintJob] = []
        self.slips: list[tuple[str, str, str, bool]] = []
        """Whole slips: kind, copy, STAN, marked."""
        self.next_results: deque[tuple[Any, ...] | None] = deque()
        """What becomes of the next jobs: result, millimetres, may_finish; None for no report."""
        self.is_plugged = True
        self._world = world
        self.inbox: Inbox[PrintReport] = Inbox(world, "printer.terminal")

    def send(self, job: PrintJob, /) -> bool:
        if not self.is_plugged:
            return False
        self.jobs.append(job)
        self._world.note("printer", "slip_started", copy=job.receipt.copy)
        result = self.next_results.popleft() if self.next_results else ("printed", 0)
        if result is not None:
            self._world.after(SECOND, lambda: self._done(job, *result))
        return True

    def receive(self, *, deadline_us: int | None = None) -> Steps[PrintReport | None]:
        return self.inbox.receive(deadline_us=deadline_us)

    def _done(self, job: PrintJob, result: str, printed_mm: int, finishes: bool = False) -> None:
        receipt = job.receipt
        if result == "printed":
            values = receipt.values
            self.slips.append((receipt.kind, receipt.copy, values.get("stan", ""), receipt.reprint))
            self._world.note("printer", "slip_printed", copy=receipt.copy)
        self.inbox.put(PrintReport(job.number, result, printed_mm, finishes))


class PlainCashier:
    """Answers each screen from a table; begins the next errand at the idle screen."""

    def __init__(self, world: World, console: Console) -> None:
        self.answers: dict[str, Input | list[Input]] = {}
        self.errands: deque[dict[str, Any]] = deque()
        self.screens: list[Screen] = []
        self.begins_at = ("idle",)
        self._world = world
        self._console = console
        self._now: dict[str, Any] = {}
        console.person_end.react = self._look

    def _look(self, screen: Screen) -> None:
        self.screens.append(screen)
        self._act_soon(screen)

    def want(self, errand: dict[str, Any]) -> None:
        """Have something to do at the next idle screen, which may be standing already."""
        self.errands.append(errand)
        if self._console.current is not None and len(self.errands) == 1:
            self._act_soon(self._console.current)

    def _act_soon(self, screen: Screen) -> None:
        shown = len(self.screens)

        def act() -> None:
            if len(self.screens) == shown:
                self._act(screen.id)

        self._world.after(200 * MS, act)

    def _act(self, screen: str) -> None:
        answer = self._now.get(screen, self.answers.get(screen))
        if isinstance(answer, list):
            answer = answer.pop(0) if answer else None
        if answer is None and screen in self.begins_at and self.errands:
            self._now = self.errands.popleft()
            answer = self._now["begin"]
        if answer is not None:
            self._console.person_end.send(answer)


def menu(text: str) -> Input:
    return Input(kind="menu", text=text)


def digits(text: object) -> Input:
    return Input(kind="digits", text=str(text))


def card(one: Card = CARD) -> Input:
    return Input(kind="card", card=one, entry="chip", purchase="p1")


CONFIRM = Input(kind="confirm")
CANCEL = Input(kind="cancel")


class Bench:
    """Everything wired together; `run` goes on for a while."""

    def __init__(
        self,
        factory: Callable[[TerminalSettings], TerminalProgram] = ReferenceTerminal,
        *,
        holds: tuple[Record, ...] | None = None,
        keep: bool = True,
        **settings: Any,
    ) -> None:
        self.settings = TerminalSettings(**settings)
        self.world = World(seed=1, start=datetime(2026, 3, 2, 10, 0), keep=keep)
        self.line = Line(self.world, "uplink", latency_us=50 * MS)
        self.host = PlainHost(self.world, self.line)
        self.printer = PlainPrinter(self.world)
        self.console = Console(self.world, self.settings.terminal_id)
        if holds is None:
            holds = signed_in_memory(batch="000001", keys=KEYS)
        self.storage = SimStorage(self.world, self.settings, holds=holds)
        self.cashier = PlainCashier(self.world, self.console)
        self.cashier.answers = {
            "enter_pin": Input(kind="pin", pin=CARD.pin),
            "press_to_print": CONFIRM,
            "supervisor_password": digits("123456"),
            "enter_operator": digits("02"),
            "enter_password": digits("0000"),
            "confirm_original": CONFIRM,
            "printer_fault": CONFIRM,
            "paper_out": CONFIRM,
            "printer_hot": CONFIRM,
        }
        self.ports = Ports(
            self.line.low, self.printer, self.console.terminal_end, self.storage, self.world
        )
        self.make = factory
        self.power = Power(self.world, "terminal", boot=self._boot, wipe=self._wipe)
        self.power.on()

    def _boot(self) -> Steps[None]:
        self.program: Any = self.make(self.settings)
        return self.program.run(self.ports)  # type: ignore[no-any-return]

    def _wipe(self) -> None:
        self.console.wipe()
        self.line.low.inbox.clear()
        self.printer.inbox.clear()

    # Errands ----------------------------------------------------------------------------------

    def errand(self, begin: str | Input, **answers: Any) -> None:
        """Queue something for the cashier to do at the next idle screen."""
        first = menu(begin) if isinstance(begin, str) else begin
        self.cashier.want({"begin": first, **answers})

    def sell(self, amount_fen: int = 128_50, one: Card = CARD) -> None:
        self.errand("sale", enter_amount=digits(amount_fen), present_card=card(one))

    def run(self, seconds: int = 60) -> None:
        self.world.run_until(self.world.now_us + seconds * SECOND)
        self.world.finish()
        assert self.world.crashes == []

    # What a test looks at ---------------------------------------------------------------------

    @property
    def journal(self) -> Journal:
        """What the memory says now."""
        return fold(self.storage._records)

    def screens(self) -> list[str]:
        return [screen.id for screen in self.cashier.screens]

    def shown(self, screen: str) -> list[dict[str, Any]]:
        return [one.values for one in self.cashier.screens if one.id == screen]

    def events(self, name: str) -> list[TraceEvent]:
        return self.world.trace.named(name)

    def records(self) -> list[str]:
        return [event.detail["record"] for event in self.events("storage.written")]

    def sent(self) -> list[tuple[str, str]]:
        """MTI and STAN of everything that reached the host."""
        return [(message.mti, message.stan) for message in self.host.seen]

    # Faults -----------------------------------------------------------------------------------

    def at(self, name: str, act: Callable[[], None], *, nth: int = 1, **where: Any) -> None:
        """Act at the n-th event of this name with these details, before anything else happens."""
        source, _, kind = name.partition(".")
        left = [nth]

        def hear(event: TraceEvent) -> None:
            fits = event.source == source and all(
                event.detail.get(key) == value for key, value in where.items()
            )
            if fits:
                left[0] -= 1
                if left[0] == 0:
                    self.world.soon(act)

        self.world.listen(hear, [kind])

    def cut(self, *, off_us: int = 5 * SECOND) -> None:
        """Cut the power now and give it back after a while."""
        self.power.off()
        self.world.after(off_us, self.power.on)

    def lose_requests(self, mti: str, times: int = 1) -> None:
        """Have the terminal's next messages of a kind never reach the host."""
        self.line.rules.append(_LosesRequests(mti, times))

    def lose_answers(self, mti: str, times: int = 1) -> None:
        """Have the host's next answers of a kind never leave."""
        left = [times]

        def rule(_: Message, answer: Message) -> list[Message] | None:
            if answer.mti == mti and left[0]:
                left[0] -= 1
                return []
            return None

        self.host.rules.append(rule)


class _LosesRequests:
    """A rule of the line."""

    def __init__(self, mti: str, times: int) -> None:
        self._mti = mti
        self._left = times

    def judge(self, message: Message, way: str) -> Fate | None:
        if message.mti != self._mti or not self._left:
            return None
        self._left -= 1
        return Fate(lost="test")


@pytest.fixture
def make_bench() -> type[Bench]:
    """Makes benches; tests in this folder use it as `make_bench(ProgramClass, setting=...)`."""
    return Bench


@pytest.fixture
def bench() -> Bench:
    """A shop with the reference terminal, signed in, and no fault."""
    return Bench()


class Keys:
    """Inputs and cards for the tests."""

    card = staticmethod(card)
    digits = staticmethod(digits)
    menu = staticmethod(menu)
    confirm = CONFIRM
    cancel = CANCEL
    customer = CARD
    other = OTHER_CARD


@pytest.fixture
def keys() -> type[Keys]:
    """What a person can key or present."""
    return Keys
