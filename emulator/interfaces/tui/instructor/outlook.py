"""From what a session shows to what an instructor's panel says: pure, and in the reader's words."""

from collections.abc import Iterable, Iterator, Sequence

from emulator.domain.moments import SECOND
from emulator.domain.money import yuan
from emulator.domain.texts import has, say
from emulator.interfaces.live.instructor.choices import is_fate, sentence_of
from emulator.interfaces.live.instructor.presets import presets
from emulator.interfaces.live.instructor.station import Station
from emulator.interfaces.live.views.view_state import (
    FaultSeen,
    MessageSeen,
    Totals,
    Truth,
    ViewState,
)
from emulator.interfaces.tui.instructor.rows import Fact, Fault, Outlook
from emulator.reports.layout import one_line
from emulator.reports.words import trade_word

_FAULTS_SHOWN = 4
"""The latest; the panel has more to say than their history."""
_MM_PER_M = 1000


def outlook_of(station: Station, lang: str) -> Outlook | None:
    """Everything that a panel shows now; None before the session was reached."""
    state, hello = station.state, station.hello
    if state is None or hello is None:
        return None
    title = hello.title_en if lang == "en" else hello.title
    truth = state.truth
    return Outlook(
        title=one_line(title or hello.title or hello.scenario),
        moment=state.moment,
        times=state.times,
        is_held=state.is_held,
        is_exam=hello.is_exam,
        lcd=tuple(map(one_line, state.lcd.rows)),
        is_dark=state.is_dark,
        beep=state.beep,
        paper=tuple(map(one_line, state.paper.lines)),
        facts=tuple(facts_of(state, lang)),
        faults=tuple(Fault(one.id, one.name, _state(one, truth)) for one in truth.faults),
        pulled=truth.levers,
    )


def facts_of(state: ViewState, lang: str) -> Iterator[Fact]:
    """What is true, from the till outwards."""
    truth = state.truth
    yield from _equipment(truth, lang)
    yield from _banks(truth, lang)
    yield from _next(state, lang)
    if truth.levers:
        # By their names, which are short, and which the search finds too.
        yield Fact("broken", ", ".join(truth.levers), "bad")
    yield from _books(truth, lang)
    yield from _batches(truth, lang)
    yield from _open_ends(truth, lang)
    for name, message in (("up", truth.last_up), ("down", truth.last_down)):
        if message is not None:
            yield _message(name, message, state, lang)
    for fault in truth.faults[-_FAULTS_SHOWN:]:
        phase = _state(fault, truth)
        yield Fact("fault", _fault(fault, phase, lang), is_plan=phase == "armed")


def _fault(fault: FaultSeen, phase: str, lang: str) -> str:
    """How far it is and what goes wrong: in the words of its key, or else of its lever."""
    mine = (one for one in presets() if one.plan.name == fault.name and one.is_mine(fault.id))
    preset = next(mine, None)
    words = sentence_of(fault.name, lang) if preset is None else preset.words(lang)
    many = f" x{fault.times}" if fault.times > 1 else ""
    return f"[{say(f'instructor.state.{phase}', lang)}{many}] {words}"


def _state(fault: FaultSeen, truth: Truth) -> str:
    """How far a fault has come; it is mended too if somebody else mended what it broke."""
    is_over = not is_fate(fault.name) and fault.name not in truth.levers
    return "healed" if fault.state == "fired" and is_over else fault.state


def _equipment(truth: Truth, lang: str) -> Iterator[Fact]:
    yield _either("terminal", truth.is_terminal_on, ("on", "off"), lang)
    yield _either("line", truth.has_carrier, ("carrier", "no_carrier"), lang)
    troubles = [_printer_word(kind, lang) for kind in truth.printer_trouble]
    if troubles:
        yield Fact("printer", _listed(troubles, lang), "bad")
    else:
        yield Fact("printer", say("instructor.word.fine", lang), "good")
    if truth.paper_mm is not None:
        metres = f"{truth.paper_mm // _MM_PER_M}.{truth.paper_mm % _MM_PER_M // 100}"
        text = say("instructor.word.metres", lang, metres=metres)
        if truth.spare_rolls is not None:
            text += say("instructor.word.rolls", lang, count=truth.spare_rolls)
        yield Fact("paper", text)


def _banks(truth: Truth, lang: str) -> Iterator[Fact]:
    for name, whys in (
        ("host", truth.host_closed),
        ("issuer", truth.issuer_closed),
        ("bank", truth.bank_closed),
    ):
        if whys:
            words = _listed(dict.fromkeys(_why(why, lang) for why in whys), lang)
            yield Fact(name, say("instructor.word.shut", lang, why=words), "bad")
        else:
            yield Fact(name, say("instructor.word.open", lang), "good")


def _next(state: ViewState, lang: str) -> Iterator[Fact]:
    next_us = state.truth.next_us
    if next_us is not None:
        wait_us = max(0, next_us - state.at_us)
        if wait_us > SECOND:
            wait_us -= wait_us % SECOND
        yield Fact("next", say("instructor.word.in", lang, wait_us=wait_us))


def _books(truth: Truth, lang: str) -> Iterator[Fact]:
    books = truth.books
    for one in books.holders:
        held = (
            f" ({say('instructor.word.held', lang)} {yuan(one.held_fen)})" if one.held_fen else ""
        )
        yield Fact("holder", f"{one_line(one.holder)} {yuan(one.balance_fen)}{held}")
    yield Fact(
        "merchant",
        say(
            "instructor.word.merchant",
            lang,
            account_fen=books.merchant_account_fen,
            pending_fen=books.merchant_pending_fen,
        ),
    )
    suspense = (books.acquirer_suspense_fen, books.issuer_suspense_fen)
    if any(suspense):
        text = say("instructor.word.suspense", lang, host_fen=suspense[0], issuer_fen=suspense[1])
        yield Fact("suspense", text, "warn")


def _batches(truth: Truth, lang: str) -> Iterator[Fact]:
    agree = truth.shop_batch == truth.host_batch
    for name, totals in (("shop_batch", truth.shop_batch), ("host_batch", truth.host_batch)):
        yield Fact(name, _totals(totals, lang), "" if agree else "warn")
    if not agree:
        yield Fact("batches", say("instructor.word.differ", lang), "warn")


def _totals(totals: Totals, lang: str) -> str:
    text = say(
        "instructor.word.debits",
        lang,
        batch=totals.batch or "-",
        count=totals.debit_count,
        amount_fen=totals.debit_fen,
    )
    if not totals.credit_count:
        return text
    back = say(
        "instructor.word.credits", lang, count=totals.credit_count, amount_fen=totals.credit_fen
    )
    return _listed((text, back), lang)


def _open_ends(truth: Truth, lang: str) -> Iterator[Fact]:
    """What somebody still has to put right; nothing if there is nothing."""
    ends: Sequence[tuple[str, int]] = (
        ("reversals", truth.pending_reversals),
        ("unprinted", int(truth.unprinted)),
        ("differences", truth.differences),
        ("tickets", truth.tickets),
    )
    words = [say(f"instructor.word.{name}", lang, count=count) for name, count in ends if count]
    if words:
        yield Fact("open", _listed(words, lang), "warn")


def _message(name: str, seen: MessageSeen, state: ViewState, lang: str) -> Fact:
    words = [seen.mti, trade_word(seen.transaction, lang), seen.stan]
    if seen.amount_fen is not None:
        words.append(yuan(seen.amount_fen))
    if seen.code:
        words.append(f"[{seen.code}]")
    words.append(say(f"instructor.fate.{seen.fate}", lang))
    ago_us = (max(0, state.at_us - seen.at_us) // SECOND) * SECOND
    words.append(say("instructor.word.ago", lang, ago_us=ago_us))
    role = "bad" if seen.fate in ("lost", "not_sent") else ""
    return Fact(name, " ".join(filter(None, words)), role)


def _listed(words: Iterable[str], lang: str) -> str:
    return say("instructor.word.comma", lang).join(words)


def _either(name: str, is_well: bool, words: tuple[str, str], lang: str) -> Fact:
    word, role = (words[0], "good") if is_well else (words[1], "bad")
    return Fact(name, say(f"instructor.word.{word}", lang), role)


def _why(why: str, lang: str) -> str:
    id = f"instructor.why.{why}"
    return say(id, lang) if has(id) else one_line(trade_word(why, lang))


def _printer_word(kind: str, lang: str) -> str:
    id = f"event.printer.{kind}"
    return say(id, lang) if has(id) else one_line(kind)
