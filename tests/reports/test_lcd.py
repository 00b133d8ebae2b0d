"""The display: sixteen cells, four rows, and everything that must be read is there."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain import menus
from emulator.domain.console import Screen, Typed
from emulator.domain.event_table import SCREENS
from emulator.domain.responses import CLASSES, is_approved
from emulator.domain.texts import LANGUAGES, ids, say
from emulator.domain.transaction import KINDS
from emulator.reports.layout import cells
from emulator.reports.lcd import CELLS, DARK, ROWS, Lcd, lcd

VALUES: dict[str, Any] = {
    "transaction": "sale",
    "slip_kind": "sale",
    "copy": "merchant",
    "step": "memory",
    "amount_fen": 128_50,
    "balance_fen": 770_00,
    "debit_fen": 128_50,
    "debit_count": 1,
    "credit_fen": 0,
    "credit_count": 0,
    "stan": "000002",
    "unprinted": "000002",
    "batch": "000001",
    "next_batch": "000002",
    "code": "51",
    "operator_class": "C",
    "authorisation": "000003",
    "reason": "A0",
    "attempt": 3,
    "attempts": 3,
    "fault": "jam",
    "status": "approved",
    "result": "1",
    "why": "password",
    "number": 999,
    "operator": "01",
    "software": "310001",
    "newest": "320001",
    "oldest": "300000",
    "driver": "0200",
    "reader": "0200",
    "state": "current",
    "part": 3,
    "parts": 8,
    "entry": "swipe",
    "next": "swipe",
    "line": "slow",
    "reachable": True,
    "round_trip_ms": 16_300,
    "lost": 5,
    "probes": 5,
    "terminal": "12345678",
}
SHORT = {"zh": "测试", "en": "TEST"}


def screen(id: str, **changed: Any) -> Screen:
    """A screen with all its values as they usually are."""
    return Screen(id, {**{key: VALUES[key] for key in SCREENS[id]}, **changed})


def usual() -> list[Screen]:
    """Every screen in all the words that it has."""
    found = [screen(id) for id in SCREENS]
    for name in ids():
        _, _, rest = name.partition(".")
        id, _, value = rest.partition(".")
        key = {
            "approved": "code", "declined": "code", "not_possible": "why", "printer_fault": "fault",
            "settled": "result", "status_shown": "status", "present_card": "entry",
            "card_unread": "next", "line_tested": "line", "versions_compared": "state",
        }.get(id)  # fmt: skip
        if name.startswith("lcd.") and value and key:
            found.append(screen(id, **{key: value}))
    return found


def words(shown: Lcd) -> tuple[str, ...]:
    """The rows without the blanks around them."""
    first, *others = shown.rows
    return (first.strip(), *others)


def is_whole(shown: Lcd) -> bool:
    """Four rows of at most sixteen cells; a title fills its row."""
    return (
        len(shown.rows) == ROWS
        and all(cells(row) <= CELLS for row in shown.rows)
        and (not shown.is_title or cells(shown.rows[0]) == CELLS)
        and "\n" not in "".join(shown.rows)
    )


# Screens --------------------------------------------------------------------------------------


def test_the_idle_screen_says_whose_terminal_it_is() -> None:
    """The merchant's name is its title."""
    shown = lcd(Screen("idle"), lang="zh", merchant_name="阳光便利店")

    assert Lcd(("   阳光便利店   ", "欢迎使用", "请刷卡/插卡/挥卡", ""), is_title=True) == shown


def test_the_idle_screen_asks_for_the_reprint_that_is_due() -> None:
    """As long as the last sale has no slip."""
    shown = lcd(Screen("idle", {"unprinted": "000002"}), lang="zh", merchant_name="阳光便利店")

    assert "请补打凭证000002" == shown.rows[3]


def test_a_long_name_is_cut() -> None:
    """Not within a character."""
    shown = lcd(Screen("idle"), lang="en", merchant_name="阳光便利店" * 3)

    assert "阳光便利店阳..." == words(shown)[0]


def test_paper_out_as_real_terminals_say_it() -> None:
    """The words of interfaces.md 2.1."""
    shown = lcd(screen("paper_out"), lang="zh")

    assert ("消费", "打印机缺纸...", "按<确认>打印", "按<取消>退出") == words(shown)


@pytest.mark.parametrize(
    ("digits", "shown"),
    [("", "0.00"), ("5", "0.05"), ("12850", "128.50"), ("999999999999", "9999999999.99")],
)
def test_an_amount_grows_from_the_right(digits: str, shown: str) -> None:
    """Two decimals that nobody keys."""
    row = lcd(screen("enter_amount"), lang="zh", typed=Typed(digits=digits)).rows[3]

    assert shown.rjust(CELLS) == row


def test_other_digits_are_shown_as_keyed() -> None:
    """With the noughts in front."""
    row = lcd(screen("enter_original"), lang="zh", typed=Typed(digits="0002")).rows[3]

    assert "0002".rjust(CELLS) == row


def test_the_pin_is_asked_for_beside_the_amount() -> None:
    """The cardholder sees what it is for."""
    shown = lcd(screen("enter_pin"), lang="zh", typed=Typed(digits="****"))

    assert (
        "金额:     128.50", "请输入密码", "无密码按确认", "            ****",
    ) == shown.rows  # fmt: skip


def test_an_amount_that_leaves_no_room_for_its_label() -> None:
    """Every digit of it is there."""
    shown = lcd(screen("enter_pin", amount_fen=999_999_999_999), lang="en")

    assert "9999999999.99".rjust(CELLS) == shown.rows[0]


def test_a_refusal_has_its_code_in_brackets() -> None:
    """In two lines, as real terminals have it."""
    shown = lcd(screen("declined", code="91"), lang="zh")

    assert ("消费", "交易失败", "[91]发卡方状态不", "正常，请稍后重试") == words(shown)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", [code for code in CLASSES if not is_approved(code)])
def test_every_refusal_says_its_code(code: str, lang: str) -> None:
    """And below it what it means."""
    shown = lcd(screen("declined", code=code), lang=lang)
    (row,) = [number for number, line in enumerate(shown.rows) if code in line]

    assert shown.rows[row].partition(code)[2].strip("]") or shown.rows[row + 1]


def test_a_code_that_nobody_knows() -> None:
    """Is shown, with the general words."""
    assert ("消费", "交易失败", "应答码 ZZ", "") == words(
        lcd(screen("declined", code="ZZ"), lang="zh")
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "transaction", [name for name in KINDS if name not in ("echo", "batch_upload")]
)
def test_every_transaction_has_a_title(transaction: str, lang: str) -> None:
    """Its name, as on the menu."""
    shown = lcd(screen("waiting", transaction=transaction), lang=lang)

    assert shown.is_title
    assert say(f"menu.{transaction}", lang) == words(shown)[0]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("shown", usual(), ids=lambda one: one.id)
def test_nothing_of_the_words_is_cut(shown: Screen, lang: str) -> None:
    """With values as they usually are."""
    display = lcd(shown, lang=lang, merchant_name="阳光便利店")

    assert is_whole(display)
    assert not any("-" == row.strip() or "{" in row for row in display.rows)
    assert [] == [
        row
        for row in display.rows
        if row.endswith("...") and "缺纸" not in row and "PAPER" not in row
    ]


def test_a_dark_terminal_shows_nothing() -> None:
    """Not even the mark of training."""
    assert DARK == lcd(None, lang="zh", merchant_name="阳光便利店", training=True)


# Menus ----------------------------------------------------------------------------------------


def test_the_main_menu_in_chinese() -> None:
    """Two a row, on all four rows."""
    shown = lcd(Screen("idle"), lang="zh", typed=Typed(menu=()))

    assert Lcd(("1 消费  2 撤销", "3 退货  4 预授权", "5 离线  6 打印", "7 管理  8 其它")) == shown


def test_the_main_menu_in_english() -> None:
    """Tight, because the words are longer."""
    shown = lcd(Screen("idle"), lang="en", typed=Typed(menu=()))

    assert Lcd(("1SALE    2VOID", "3REFUND  4AUTH", "5OFFLINE 6PRINT", "7MANAGE  8OTHER")) == shown


def test_a_menu_of_several_pages() -> None:
    """Its title says which one it is."""
    shown = lcd(Screen("idle"), lang="zh", typed=Typed(menu=("7",), page=1))

    assert ("管理 2/3", "4 柜员", "5 外线号码", "6 结算") == words(shown)
    assert shown.is_title


def test_a_menu_of_one_page() -> None:
    """Needs no number."""
    shown = lcd(Screen("idle"), lang="zh", typed=Typed(menu=("5",)))

    assert ("离线", "1 现金登记", "2 现金退款", "3 折扣") == words(shown)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_item_can_be_read(lang: str) -> None:
    """On some page of its menu, key and word; also in training."""
    for path in ((), *((item.key,) for item in menus.MAIN if item.items)):
        for training in (False, True):
            pages = [
                lcd(Screen("idle"), lang=lang, training=training, typed=Typed(menu=path, page=page))
                for page in range(menus.pages(path))
            ]
            rows = " ".join(row for page in pages for row in page.rows).replace(" ", "")

            for item in menus.items_of(path):
                word = say(f"menu.{item.name}", lang).replace(" ", "")
                assert f"{item.key}{word}" in rows


# Training -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("shown", usual(), ids=lambda one: one.id)
def test_training_is_marked_and_hides_nothing(shown: Screen, lang: str) -> None:
    """Every row is there as before; the mark stands in a row of its own or beside one."""
    plain = lcd(shown, lang=lang, merchant_name="阳光便利店")
    marked = lcd(shown, lang=lang, merchant_name="阳光便利店", training=True)

    assert is_whole(marked)
    assert SHORT[lang] in "".join(marked.rows)
    assert all(row.strip() in kept for row, kept in zip(plain.rows, marked.rows, strict=True))


@pytest.mark.parametrize("digits", ["", "****"])
def test_the_mark_leaves_the_row_for_digits_alone(digits: str) -> None:
    """Also while nothing is keyed."""
    shown = lcd(screen("enter_password"), lang="zh", typed=Typed(digits=digits), training=True)

    assert "*测试，凭证无效*" == shown.rows[2]
    assert digits == shown.rows[3].strip()


# Anything -------------------------------------------------------------------------------------


def test_a_screen_that_nobody_knows() -> None:
    """Is shown by its name, with what is keyed."""
    shown = lcd(Screen("loyalty_points_please"), lang="zh", typed=Typed(digits="42"))

    assert Lcd(("loyalty_point...", "", "", "42".rjust(CELLS))) == shown


def test_a_value_that_is_missing_is_a_dash() -> None:
    """A program of somebody else's may leave it out."""
    assert "凭证号 -" in lcd(Screen("approved"), lang="zh").rows


@pytest.mark.parametrize("value", ["6222020000000018", 6222020000000018])
def test_a_card_number_is_never_shown_in_clear(value: str | int) -> None:
    """Whoever gives it for something else."""
    shown = lcd(Screen("confirm_original", {"stan": value, "amount_fen": 1}), lang="zh")
    named = lcd(Screen(str(value)), lang="zh", typed=Typed(digits=str(value)))

    assert "6222020000000018" not in "".join((*shown.rows, *named.rows))


VALUE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=10**18).map(lambda number: number**300),
    st.floats(),
    st.text(max_size=40),
    st.lists(st.text(max_size=5), max_size=3),
)


@given(
    id=st.one_of(st.sampled_from(sorted(SCREENS)), st.text(max_size=40)),
    values=st.dictionaries(st.one_of(st.sampled_from(sorted(VALUES)), st.text()), VALUE),
    digits=st.one_of(st.text(alphabet="0123456789*", max_size=30), st.text()),
    menu=st.one_of(
        st.none(),
        st.just(()),
        st.lists(st.sampled_from("12345678"), max_size=3).map(tuple),
        st.lists(st.text()).map(tuple),
    ),
    page=st.integers(),
    name=st.text(),
    lang=st.sampled_from(LANGUAGES),
    training=st.booleans(),
)
def test_whatever_is_shown_fits(
    id: str,
    values: dict[str, Any],
    digits: str,
    menu: tuple[str, ...] | None,
    page: int,
    name: str,
    lang: str,
    training: bool,
) -> None:
    """Four rows of sixteen cells, and in training the mark."""
    shown = lcd(
        Screen(id, values),
        lang=lang,
        typed=Typed(digits=digits, menu=menu, page=page),
        merchant_name=name,
        training=training,
    )

    assert is_whole(shown)
    assert not training or SHORT[lang] in "".join(shown.rows)


@given(st.sampled_from(sorted(SCREENS)), st.text(alphabet="0123456789*", min_size=1, max_size=12))
def test_what_is_keyed_is_there(id: str, digits: str) -> None:
    """To the last digit, wherever somebody keys it."""
    row = lcd(Screen(id), lang="zh", typed=Typed(digits=digits)).rows[3]

    assert digits.lstrip("0") == row.replace(".", "").strip().lstrip("0")
