"""The list of actions: in groups, whole, and about the right payment."""

import pytest
from till_stand import SIGN_IN, played

from emulator.domain.actions import ACTIONS, OFFICE
from emulator.domain.settings import TerminalSettings
from emulator.interfaces.tui.deeds import BY_OTHER_MEANS, GROUPS, deeds, which

GROUPED = [key for keys in GROUPS.values() for key in keys]


async def ids(till):
    """Everything that is in the list, in its order."""
    return [one.id for one in deeds(till.session, "en")]


async def groups(till):
    """Each heading once, in its order."""
    return list(dict.fromkeys(one.group for one in deeds(till.session, "en")))


def picking(words):
    """The keys that pick what these words find."""
    return f"a {' '.join(words)} enter"


def test_nothing_stands_in_two_groups():
    """Whoever looks for something finds it in one place."""
    assert len(set(GROUPED)) == len(GROUPED)


def test_every_name_in_a_group_is_an_action():
    """Of the cashier's menu or of somebody."""
    known = {f"{'menu' if a.on_menu else a.who}.{a.name}" for a in ACTIONS.values()}

    assert [] == [key for key in GROUPED if key not in known]


def test_every_deed_of_the_people_at_the_till_has_a_group():
    """But those that are done by other means, and those that need an amount or a claim."""
    left = [
        f"{who}.{name}"
        for (who, name), action in ACTIONS.items()
        if not action.on_menu
        and (who in ("cashier", "customer", "supervisor", "support") or name in OFFICE)
        and not any(option.required for option in action.options)
        and f"{who}.{name}" not in (*GROUPED, *BY_OTHER_MEANS)
    ]

    assert ["cashier.confirm", "cashier.cancel"] == left


def test_groups_come_one_after_the_other():
    """What to look at first, and people last; nothing is left over."""
    found = played(groups, (120, 40))

    assert "-- Look and compare --" == found[0]
    assert len(GROUPS) == len(found)


def test_a_shop_with_one_terminal_has_none_to_turn_to():
    """Free play has two."""

    async def turns(till):
        return [one for one in await ids(till) if "switch_terminal" in one]

    both = [f"do cashier.switch_terminal to={to}" for to in ("backup", "main")]
    assert both == played(turns)
    assert [] == played(turns, given={"terminal": TerminalSettings()})


def test_there_and_back_again():
    """To the second terminal, which has to be signed in too, and back."""

    async def turn(till):
        await till.do(SIGN_IN)
        await till.do(picking("switch"))
        there = till.lcd
        await till.do(picking("first"))
        return there, till.heard()[-2:]

    there, told = played(turn, (120, 40))

    assert "SIGN IN FIRST" in there
    assert ["Done: switch to the backup terminal", "Back at the first terminal"] == told


def test_what_is_on_the_menu_is_begun_by_its_keys():
    """Found by any of its words, as if it had been keyed."""

    async def test_line(till):
        await till.do(SIGN_IN)
        await till.do(picking("speed"))
        await till.do("+12")
        return till.lcd

    assert "LINE IS GOOD" in played(test_line, (120, 40))


def test_a_busy_terminal_does_not_take_it():
    """In the middle of a sale nobody gets to the menu."""

    async def test_line(till):
        await till.do(SIGN_IN)
        await till.do("1 +1")
        await till.do(picking("speed"))
        return till.lcd[0], (await till.picture()).splitlines()[-1]

    title, foot = played(test_line, (120, 40))

    assert "SALE" == title
    assert "nothing changed" in foot


@pytest.mark.parametrize(("sales", "asked"), [(0, 0), (1, 0), (2, 2)])
def test_with_several_payments_it_is_asked_which_one_is_meant(sales, asked):
    """The latest first."""

    async def compare(till):
        await till.do(SIGN_IN)
        for number in range(sales):
            await till.sell(f"{number + 1} 0 0", "zhang")
        return [one.label for one in which(till.session, "do cashier.compare_amount", "en")]

    labels = played(compare, (120, 40))

    assert asked == len(labels)
    assert ["sale of 2.00", "sale of 1.00"][:asked] == [one.split(",")[0] for one in labels]


def test_a_call_can_be_about_a_payment_or_about_none():
    """The desk looks up the one that is named."""

    async def call(till):
        await till.do(SIGN_IN)
        await till.sell()
        labels = [one.label for one in which(till.session, "do support.call", "en")]
        await till.do(picking("call"))
        await till.do("enter +600")
        return labels, till.heard()[-1]

    labels, told = played(call, (120, 40))

    assert ["sale of 128.50, number 000002", "no payment in particular"] == labels
    assert "it went through" in told


def test_a_heading_is_never_marked():
    """Down goes from the last of a group to the first of the next, up stops at the first."""

    async def move(till):
        await till.do("a up")
        first = till.app.screen._list.highlighted
        await till.do("down " * 10)
        there = till.app.screen._list
        return first, there.get_option_at_index(there.highlighted).disabled

    assert (1, False) == played(move, (120, 40))
