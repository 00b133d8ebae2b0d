"""What there is at the start: the equipment and its settings, the cards, the people's manners."""

from typing import Any

import msgspec

from emulator.domain.card import Card, Pan, Secret, pan_from_mask
from emulator.domain.plan import Account, Calm, Given, Instant
from emulator.scenario import notations
from emulator.scenario.context import Context
from emulator.scenario.literals import TEST_PIN, parse_instant, parse_name, wrong
from emulator.scenario.notations import Raw, choice, form, limited, word_list
from emulator.scenario.pins import is_spelled_out
from emulator.scenario.problems import listed, nearest
from emulator.scenario.settings_shapes import ACCOUNT_STATES, SECTIONS, read_settings
from emulator.scenario.shapes import Key, make_shape, read
from emulator.scenario.tree import Node

FIRST_CARD = 18
"""Last digits of the first card number that is given to whoever has none."""

FIRST_HOLDER = "customer"
"""What the only cardholder is called."""

CARD_STATES = ("normal", "lost", "stolen", "expired", "frozen")

GIVEN = make_shape(
    "Given",
    {
        "start": Key(notations.Start, about="Wall clock at the start, China Standard Time."),
        "calendar": Key(Raw, about="The bank calendar: cn-bank, or cn-bank-2026."),
        "language": Key(Raw, about="Of screens and slips: zh or zh+en."),
        **{section: Key(Raw) for section in SECTIONS},
        "merchant": Key(Raw),
        "card": Key(Raw, about="The card of the one cardholder, who is called customer."),
        "cards": Key(Raw, about="Several cardholders by name."),
        "cashier": Key(Raw),
        "support": Key(Raw),
        "supervisor": Key(Raw),
        "signed_in": Key(notations.YesNo, about="Whether the terminal is signed in already."),
        "batch": Key(form("[0-9]{6}", "000001"), about="Number of the batch that is open."),
    },
    about="Who and what there is at the start; everything has a default.",
)


def _settlement(value: Any) -> Instant:
    """`T+1 09:00` as what it says about the payout."""
    instant = parse_instant(value)
    if instant.business_days is None:
        raise wrong("E229", found=str(value)[:80])
    return instant


MERCHANT = make_shape(
    "Merchant",
    {
        "name": Key(notations.Text),
        "id": Key(form("[0-9A-Za-z]{15}", "898520154110004")),
        "settlement": Key(
            notations.literal(_settlement, pattern=r"^T\+\d{1,3}( +\d{1,2}:\d{2})?$"),
            about="When the money is paid out: T+1 09:00.",
        ),
        "first_sale": Key(notations.YesNo, about="A remark for the reader: the shop is new."),
        "account": Key(
            choice({state: state for state in ACCOUNT_STATES}), about="State of its bank account."
        ),
        "policy": Key(notations.Text, about="Why it may not take cards."),
    },
)

CARD = make_shape(
    "Card",
    {
        "pan": Key(notations.PanMask, about="Always masked: 622202******0018."),
        "balance": Key(notations.AnyMoney),
        "pin": Key(notations.Pin, about="Digits, or yes for a test PIN, or no for none."),
        "bank": Key(notations.Name),
        "state": Key(choice({state: state for state in CARD_STATES})),
        "limit": Key(notations.Amount, about="Largest single amount; 0.00 CNY is no limit."),
        "expiry": Key(form("[0-9]{2}(0[1-9]|1[0-2])", "3012"), about="YYMM."),
        "chip": Key(notations.YesNo),
        "contactless": Key(notations.YesNo),
    },
)

CASHIER = make_shape(
    "Cashier",
    {
        "conduct": Key(word_list(parse_name), about="Habits: handbook, or careless ones."),
        "think": Key(
            limited(notations.Duration, "think_us"), about="Between a prompt and the answer."
        ),
        "spare_rolls": Key(limited(notations.Count, "spare_rolls")),
    },
)
SUPPORT = make_shape(
    "Support",
    {
        "answers_in": Key(limited(notations.Duration, "answers_in_us")),
        "opens": Key(notations.Clock, about="With `closes`: when the desk answers; else always."),
        "closes": Key(notations.Clock),
        "technician_in": Key(
            limited(notations.Duration, "comes_in_us"), about="Until somebody comes who repairs."
        ),
    },
)
SUPERVISOR = make_shape("Supervisor", {"comes_in": Key(limited(notations.Duration, "comes_in_us"))})

CALM = make_shape(
    "Calm",
    {
        "grace": Key(
            limited(notations.Duration, "grace_us"), about="The shop must be quiet after this."
        ),
        "until": Key(notations.When, about="Run at least until here."),
        "probe": Key(notations.YesNo, about="Try a sale of 0.01 CNY at the end."),
    },
    about="What happens after the trouble.",
)


def read_given(node: Node | None, context: Context) -> Given:
    """Read the section `given`; whatever is wrong is noted and left at its default."""
    problems = context.problems
    values = read(GIVEN, node, problems)
    if node is None or values is None:
        accounts = _accounts(node, context)
        context.holders = tuple(account.card.name for account in accounts)
        return Given(cardholders=accounts)
    if "start" in values:
        context.start = values["start"]
    changes = {name: _section(name, node, context) for name in SECTIONS}
    for section, key, value in _from_merchant(node, context):
        changes[section][key] = value
    defaults = Given()
    made = {
        name: msgspec.structs.replace(getattr(defaults, name), **change)
        for name, change in changes.items()
        if change
    }
    accounts = _accounts(node, context)
    context.holders = tuple(account.card.name for account in accounts)
    renamed = {"signed_in": "signed_in", "batch": "prior_batch", "start": "start"}
    made |= {renamed[key]: value for key, value in values.items() if key in renamed}
    return Given(cardholders=accounts, **made, **_people(node, context))


def read_calm(node: Node | None, context: Context) -> Calm:
    """Read what happens after the trouble."""
    values = read(CALM, node, context.problems)
    if values is None or node is None:
        return Calm()
    context.check_instant(values.get("until"), node.place(("until",)))
    names = {"grace": "grace_us", "until": "until", "probe": "probe"}
    return Calm(**{names[key]: value for key, value in values.items()})


def default_account(name: str = FIRST_HOLDER, number: int = 0) -> Account:
    """
    A cardholder of whom a scenario says nothing.

    Args:
        name: What the cardholder is called.
        number: From 0; each has a card number of its own, by which the bank tells them apart.
    """
    pan = pan_from_mask(f"622202******{(FIRST_CARD + number) % 10_000:04d}")
    return Account(card=Card(name=name, pan=pan, pin=Secret(TEST_PIN)))


def _section(name: str, node: Node, context: Context) -> dict[str, Any]:
    settings = getattr(Given(), name)
    section = node.get(name)
    # `calendar` and `language` stand above their sections, where everybody looks for them.
    moved = {"clearing": "calendar", "terminal": "language"}.get(name)
    above = node.get(moved) if moved else None
    if moved and above is not None and (section is None or section.entries is not None):
        here = section.entries if section is not None and section.entries is not None else {}
        spans = section.key_spans if section is not None else {}
        if moved in here:
            context.problems.add("E319", spans[moved], one=moved, other=f"given.{moved}")
        section = Node(
            span=section.span if section is not None else above.span,
            entries={**here, moved: above},
            key_spans={**spans, moved: node.key_spans[moved]},
        )
    changed = read_settings(settings, section, context.problems) or {}
    programs = context.known.programs
    if programs is not None and "program" in changed and changed["program"] not in programs:
        assert section is not None
        span = section.place(("program",))
        context.unknown("E204", span, changed["program"], programs)
    return changed


def _from_merchant(node: Node, context: Context) -> list[tuple[str, str, Any]]:
    """What the section `merchant` says about the terminal, the acquirer and the clearing."""
    values = read(MERCHANT, node.get("merchant"), context.problems) or {}
    changes: list[tuple[str, str, Any]] = []
    simple = {
        "name": ("terminal", "merchant_name"),
        "id": ("terminal", "merchant_id"),
        "account": ("clearing", "account_state"),
        "policy": ("acquirer", "policy"),
    }
    changes += [(*simple[key], value) for key, value in values.items() if key in simple]
    if "settlement" in values:
        paid: Instant = values["settlement"]
        changes.append(("clearing", "payout_days", paid.business_days))
        changes.append(("clearing", "payout_time", paid.of_day.strftime("%H:%M")))
    return changes


def _accounts(node: Node | None, context: Context) -> tuple[Account, ...]:
    one = node.get("card") if node is not None else None
    several = node.get("cards") if node is not None else None
    if node is not None and one is not None and several is not None:
        span = node.key_spans["cards"]
        context.problems.add("E319", span, one="cards", other="card")
    if several is not None:
        if several.entries is None or not several.entries:
            context.problems.add("E201", several.span, wanted="mapping", found=several.sort)
            return ()
        accounts = tuple(
            _account(name, number, several, context) for number, name in enumerate(several.entries)
        )
        _check_numbers(accounts, several, context)
        return accounts
    usual = default_account()
    return (usual if one is None else _read_account(usual, one, context),)


def _account(name: str, number: int, cards: Node, context: Context) -> Account:
    key = Node(span=cards.key_spans[name], text=name)
    named = read(_NAMED, Node(span=key.span, entries={"name": key}), context.problems)
    usual, node = default_account(name, number), cards.get(name)
    return usual if named is None or node is None else _read_account(usual, node, context)


def _check_numbers(accounts: tuple[Account, ...], cards: Node, context: Context) -> None:
    """Note a card number that two cardholders have: the bank would take them for one."""
    seen: dict[Pan, str] = {}
    for account in accounts:
        card = account.card
        if card.pan in seen:
            where = cards.place((card.name, "pan"))
            context.problems.add("E311", where, found=card.pan.masked)
        seen[card.pan] = card.name


_NAMED = make_shape("Name", {"name": Key(notations.Name)})


def _read_account(usual: Account, node: Node, context: Context) -> Account:
    if node.sort == "nothing":
        return usual
    values = read(CARD, node, context.problems)
    if values is None:
        return usual
    pin = node.get("pin")
    if pin is not None and (pin.text or "")[:1].isdigit() and not is_spelled_out(pin):
        context.problems.add("E220", pin.span)
    of_card = {k: v for k, v in values.items() if k in Card.__struct_fields__}
    of_account = {"balance": "balance_fen", "limit": "limit_fen", "state": "state"}
    return msgspec.structs.replace(
        usual,
        card=msgspec.structs.replace(usual.card, **of_card),
        **{of_account[key]: value for key, value in values.items() if key in of_account},
    )


_DESK = {
    "answers_in": "support_answers_us",
    "opens": "support_opens",
    "closes": "support_closes",
    "technician_in": "technician_comes_us",
}
"""Key of the support desk to its name in `Given`."""


def _people(node: Node, context: Context) -> dict[str, Any]:
    cashier = read(CASHIER, node.get("cashier"), context.problems) or {}
    support = read(SUPPORT, node.get("support"), context.problems) or {}
    supervisor = read(SUPERVISOR, node.get("supervisor"), context.problems) or {}
    conducts = context.known.conducts
    for habit in cashier.get("conduct", ()) if conducts is not None else ():
        if habit not in (conducts or ()):
            span = node.place(("cashier", "conduct"))
            known = tuple(conducts or ())
            context.problems.add(
                "E204", span, found=habit, known=listed(known), suggestion=nearest(habit, known)
            )
    names = {"conduct": "conduct", "think": "think_us", "spare_rolls": "spare_rolls"}
    manners = {names[key]: value for key, value in cashier.items()}
    manners |= {_DESK[key]: value for key, value in support.items()}
    if "comes_in" in supervisor:
        manners["supervisor_comes_us"] = supervisor["comes_in"]
    return manners
