"""The menu tree: what a cashier finds on a real terminal, under the same keys."""

import pytest

from emulator.domain import actions, menus
from emulator.domain.console import REPRINT_MENUS
from emulator.domain.problem import cell_width
from emulator.domain.texts import LANGUAGES, has, say
from emulator.people.screens import STARTS


def names(path: menus.Path) -> list[str]:
    """What a menu offers, in the order of its keys."""
    return [item.name for item in menus.items_of(path)]


def test_the_main_menu_has_eight_keys() -> None:
    """1消费 2撤销 3退货 4预授权 5离线 6打印 7管理 8其它."""
    assert [
        "sale", "void", "refund", "preauths", "offline", "print", "manage", "other",
    ] == names(())  # fmt: skip
    assert [str(key) for key in range(1, 9)] == [item.key for item in menus.MAIN]


@pytest.mark.parametrize(
    ("key", "inside"),
    [
        ("4", ["preauth", "preauth_void", "completion", "completion_void"]),
        ("5", ["cash", "cash_refund", "discount"]),
        ("6", ["reprint_last", "reprint_any", "detail", "totals", "reprint_settlement"]),
        (
            "7",
            [
                "sign_in", "sign_off", "query", "operator", "outside_line", "settlement", "lock",
                "version",
            ],
        ),
        (
            "8",
            ["balance", "training", "test_connection", "check_versions", "update_software"],
        ),
    ],
)  # fmt: skip
def test_the_menus_below_it(key: str, inside: list[str]) -> None:
    """Under the keys that real terminals have them under."""
    assert inside == names((key,))


def test_every_menu_function_of_a_scenario_is_on_the_menu() -> None:
    """Whatever the simulated cashier can begin, a person can, too."""
    on_menu = {action.name for action in actions.of("cashier", on_menu=True)}

    assert set() == (on_menu | set(REPRINT_MENUS.values())) - set(menus.paths())


@pytest.mark.parametrize("function", menus.paths())
def test_a_path_leads_to_its_function(function: str) -> None:
    """And there is nothing below it."""
    item = menus.find(menus.paths()[function])

    assert item is not None
    assert function == item.function
    assert () == item.items


@pytest.mark.parametrize("path", [("0",), ("9",), ("00",), ("1", "1"), ("7", "9"), ("7", "1", "1")])
def test_where_nothing_is(path: menus.Path) -> None:
    """Neither an item nor a menu."""
    assert menus.find(path) is None
    assert () == menus.items_of(path)


@pytest.mark.parametrize(
    ("path", "pages"), [((), 1), (("5",), 1), (("4",), 2), (("6",), 2), (("7",), 3), (("1",), 1)]
)
def test_how_often_the_display_is_turned(path: menus.Path, pages: int) -> None:
    """Three items below a title; the main menu fits whole."""
    assert pages == menus.pages(path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_item_has_a_word_that_fits(lang: str) -> None:
    """Behind its key in a row of sixteen cells; a menu's own word beside the number of its page."""
    for path in ((), *((item.key,) for item in menus.MAIN)):
        for item in menus.items_of(path):
            room = 10 if item.items else 14

            assert cell_width(say(f"menu.{item.name}", lang)) <= room


def test_people_know_every_function_by_its_name() -> None:
    """In reports of what the cashier did."""
    for function in set(menus.paths()) - {menus.TRAINING}:
        assert has(f"action.cashier.{function}")


def test_menus_open_where_the_simulated_cashier_begins() -> None:
    """Both know the same screens as those at which something can be begun."""
    assert set(STARTS) == set(menus.OPENS_AT)
