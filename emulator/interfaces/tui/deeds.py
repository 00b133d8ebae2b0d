"""
The list of actions: everything that can be done away from the keys, in groups, found by any word.

An id has the form `<kind> <what> [<option>=<value>]`; `hands` carries it out. What stands on the
terminal's menu is listed too where somebody would look for it by name, and is begun by its keys.
"""

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from emulator.domain.actions import ACTIONS, OFFICE, Action
from emulator.domain.deeds import Done
from emulator.domain.menus import paths
from emulator.domain.numbers import NUMBERS
from emulator.domain.texts import say
from emulator.interfaces.live.session import Session
from emulator.interfaces.tui.sheets import Choice
from emulator.people.chores import REPAIRS
from emulator.people.errand import MEANT, Errand
from emulator.people.person import can_be_done
from emulator.reports.words import action_words

DO, COME, KEY_PIN, MENU = "do", "come", "pin", "menu"
"""Kinds of id: a deed, a customer, what a customer keys, a function of the menu."""
PIN_WORDS = ("wrong", "none")
"""What a customer may key beside the right PIN, which has a key of its own."""

GROUPS = MappingProxyType(
    {
        "look": (
            "cashier.check_equipment", "menu.test_connection", "menu.check_versions",
            "cashier.check_firewall", "cashier.compare_amount", "cashier.compare_time",
            "cashier.compare_type", "cashier.check_records", "cashier.reconcile", "menu.query",
        ),
        "ask": (
            "cashier.ask_payout", "cashier.check_account", "cashier.ask_bank_upgrade",
            "cashier.ask_policy", "cashier.read_notice", "support.call", "support.follow_up",
            "support.escalate", "support.remote_help", "support.visit", "support.agree_deferral",
            "support.request_early_payout", "support.close_ticket",
        ),
        "office": tuple(f"world.{name}" for name in OFFICE),
        "papers": (
            "cashier.manual_receipt", "cashier.show_slip", "cashier.hold_in_suspense",
            "cashier.keep_evidence", "cashier.submit_evidence", "cashier.back_up_records",
            "cashier.restore_records",
        ),
        "printer": (
            "cashier.load_paper", "cashier.close_cover", "cashier.clear_jam",
            "cashier.clear_cutter", "cashier.replace_print_head", "cashier.let_printer_cool",
            "cashier.restart_printer", "cashier.reconnect_printer_cable",
            "cashier.set_up_printer_line", "cashier.release_feed_button",
            "cashier.replace_sensor", "cashier.close_drawer",
        ),
        "terminal": (
            "cashier.restart_terminal", "cashier.plug_in_power", "cashier.switch_terminal",
            "cashier.set_clock", "cashier.clear_storage", "menu.update_software",
            "cashier.replace_reader", "cashier.replace_hardware",
        ),
        "network": (
            "cashier.restart_router", "cashier.reconnect_cable", "cashier.open_firewall",
        ),
        "people": (
            "customer.ask_bank", "customer.complain", "customer.refuse", "customer.walk_away",
            "supervisor.come", "supervisor.key_password",
        ),
    }
)  # fmt: skip
"""Headings, in order, to what stands below them; a deed of the table that is in none comes last."""
_GROUPED = frozenset(key for keys in GROUPS.values() for key in keys)
OTHER = "other"
BY_OTHER_MEANS = frozenset(
    ("cashier.wait", "customer.wait", "cashier.look_at_screen", "cashier.feed_paper")
)
"""Here time passes by itself, the screen is looked at by looking, and paper feeds by its key."""
_ABOUT = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "cashier.compare_amount", "cashier.compare_time", "cashier.compare_type",
                "cashier.manual_receipt", "cashier.show_slip", "cashier.hold_in_suspense",
                "cashier.keep_evidence", "cashier.submit_evidence",
            ),
            "of",
        ),
        **dict.fromkeys(("support.call", "customer.ask_bank", "customer.complain"), "about"),
    }
)  # fmt: skip
"""Deeds that are about one payment, to the option that names it."""
_WORTH_ASKING = 2
_MOST_PAYMENTS = 30
"""Of a long day; older ones are looked up by whoever has the papers."""
_WHO = ("cashier", "customer", "supervisor", "support")
"""Whose deeds are all in the list; of the world's only the office's are."""
_TERMINALS = ("backup", "main")
"""Where `switch_terminal` leads."""


def deeds(session: Session, lang: str) -> list[Choice]:
    """Everything that can be done away from the keys."""
    there = dict(_there(session))
    found: list[Choice] = []
    for group, keys in (*GROUPS.items(), (OTHER, [key for key in there if key not in _GROUPED])):
        heading = say(f"tui.deeds.{group}", lang)
        for key in keys:
            if key in there:
                found += (one._replace(group=heading) for one in _choices(there[key], lang))
        if group == "people":
            found += (one._replace(group=heading) for one in _of_customers(session, lang))
    return found


def which(session: Session, id: str, lang: str) -> list[Choice]:
    """
    The payments that a deed may be about, the latest first; none if there is nothing to choose.

    Whoever holds a slip against something takes the last one unless there are more; a call can
    be about no payment at all.
    """
    kind, _, key = id.partition(" ")
    option = _ABOUT.get(key) if kind == DO else None
    if option is None:
        return []
    payments = _payments(session)
    if option == "of" and len(payments) < _WORTH_ASKING:
        return []
    found = [
        Choice(
            f"{id} {option}={name}",
            say(
                "tui.which.one",
                lang,
                what=action_words("cashier", payment.menu, lang),
                amount_fen=payment.amount_fen or 0,
                stan=payment.seen_stan or "-",
            ),
        )
        for name, payment in payments
    ]
    if found and option == "about":
        found.append(Choice(id, say("tui.which.none", lang)))
    return found


def _payments(session: Session) -> list[tuple[str, Errand]]:
    """What was rung up, each by one of its names, the latest first."""
    found: dict[int, tuple[str, Errand]] = {}
    for name, errand in reversed(session.bed.staff.cashier.done.items()):
        if errand.menu in MEANT:
            found.setdefault(id(errand), (name, errand))
    return list(found.values())[:_MOST_PAYMENTS]


def _there(session: Session) -> Iterator[tuple[str, Action]]:
    """What can be done in this shop, by the key it has in `GROUPS`."""
    hands = session.bed.staff.cashier.hands
    for (who, name), action in ACTIONS.items():
        key = f"menu.{name}" if action.on_menu else f"{who}.{name}"
        if action.on_menu:
            if key in _GROUPED:
                yield key, action
            continue
        if who not in _WHO and not (who == "world" and name in OFFICE):
            continue
        if key in BY_OTHER_MEANS or not can_be_done(Done(who=who, action=name)):
            continue
        has_none = name == "switch_terminal" and session.bed.backup is None
        if (name in REPAIRS and not hands.can(name)) or has_none:
            continue
        yield key, action


def _choices(action: Action, lang: str) -> Iterable[Choice]:
    key = f"{action.who}.{action.name}"
    label = action_words(action.who, action.name, lang)
    also = " ".join((*action.words, *NUMBERS.get(key, ())))
    if action.on_menu:
        keys = "".join(paths()[action.name])
        label = say("tui.deeds.on_menu", lang, what=label, keys=keys)
        return (Choice(f"{MENU} {action.name}", label, also),)
    if action.name == "switch_terminal":
        return [
            Choice(f"{DO} {key} to={to}", say(f"tui.deeds.switch_to.{to}", lang), also)
            for to in _TERMINALS
        ]
    if action.who != "cashier":
        label = f"{say(f'tui.who.{action.who}', lang)}: {label}"
    return (Choice(f"{DO} {key}", label, also),)


def _of_customers(session: Session, lang: str) -> Iterator[Choice]:
    for word in PIN_WORDS:
        yield Choice(f"{KEY_PIN} {word}", say(f"tui.pin.{word}", lang), "pin")
    for holder in session.desk.person.customers.names:
        yield Choice(f"{COME} {holder}", say("tui.come", lang, holder=holder), "next customer")
