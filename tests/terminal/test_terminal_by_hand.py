"""A day at the terminal with nothing but its keys: what the display says at every stop."""

from pathlib import Path
from typing import Any

import pytest

from emulator.domain.card import Secret
from emulator.domain.console import OPERATOR_PASSWORD, Input, Screen
from emulator.domain.moments import MS
from emulator.domain.texts import LANGUAGES
from emulator.reports.layout import cells
from emulator.reports.lcd import lcd
from emulator.terminal.keypad import Keyed, Keypad

GOLDENS = Path(__file__).parent / "by_hand"


class Hands:
    """Somebody at the keys, and a photograph of the display at every stop."""

    def __init__(self, bench: Any, card: Input, lang: str) -> None:
        self.told: list[str] = []
        self.keypad = Keypad()
        self._bench = bench
        self._card = card
        self._lang = lang
        bench.console.person_end.react = self._see

    def press(self, *keys: str, then_s: int = 1) -> None:
        """Press keys one after the other, and let the terminal work for a while."""
        self.told.append(f"-- {' '.join(keys)}")
        for key in keys:
            keyed = self.keypad.press(key)
            if keyed is not None:
                self._send(entered(keyed))
        if self.keypad.typed.digits or self.keypad.typed.menu is not None:
            self._shoot()
        self._bench.run(then_s)

    def show_card(self) -> None:
        """Put the customer's card in."""
        self.told.append("-- card")
        self._send(self._card)
        self._bench.run(1)

    def _send(self, item: Input) -> None:
        assert self._bench.console.person_end.send(item)
        self._bench.world.run_until(self._bench.world.now_us + MS)

    def _see(self, screen: Screen) -> None:
        self.keypad.show(screen)
        self._shoot()

    def _shoot(self) -> None:
        shown = lcd(
            self._bench.console.current,
            lang=self._lang,
            typed=self.keypad.typed,
            merchant_name=self._bench.settings.merchant_name,
        )
        edges = ["[]" if shown.is_title else "||", "||", "||", "||"]
        self.told += [
            f"{edge[0]}{row}{' ' * (16 - cells(row))}{edge[1]}"
            for edge, row in zip(edges, shown.rows, strict=True)
        ]
        self.told.append("")


def entered(keyed: Keyed) -> Input:
    """What the terminal's program is given for it."""
    if keyed.kind == "pin":
        return Input(kind="pin", pin=keyed.secret)
    if keyed.kind == "password":
        is_right = Secret(OPERATOR_PASSWORD).matches(keyed.secret)
        return Input(kind="digits", text=OPERATOR_PASSWORD if is_right else "999999")
    return Input(kind=keyed.kind, text=keyed.text)


def a_day(make_bench: Any, keys: Any, lang: str) -> tuple[Any, str]:
    """Sign-in, a sale, its reprint, the settlement."""
    bench = make_bench(holds=())
    hands = Hands(bench, keys.card(), lang)
    bench.run(10)
    hands.press("confirm")
    hands.press("0", "2", "confirm")
    hands.press("0", "0", "0", "0")
    hands.press("confirm", then_s=5)
    hands.press("menu")
    hands.press("1")
    hands.press("1", "2", "8", "5", "0")
    hands.press("confirm")
    hands.show_card()
    hands.press("1", "2", "3", "4", "5", "6")
    hands.press("confirm", then_s=10)
    hands.press("6")
    hands.press("1", then_s=10)
    hands.press("7")
    hands.press("down")
    hands.press("6", then_s=10)
    return bench, "\n".join(hands.told)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_display_at_every_stop(make_bench: Any, keys: Any, lang: str) -> None:
    """As a cashier reads it, in both languages."""
    _, told = a_day(make_bench, keys, lang)

    assert (GOLDENS / f"{lang}.txt").read_text(encoding="utf-8") == told


def test_what_the_keys_came_to(make_bench: Any, keys: Any) -> None:
    """One sale of 128.50 by operator 02, two copies and two reprints, a batch that is settled."""
    bench, _ = a_day(make_bench, keys, "zh")

    assert [12850] == [one.amount_fen for one in bench.host.live.values()]
    assert "02" == bench.journal.operator
    assert [False, False, True, True] == [
        slip[3] for slip in bench.printer.slips if slip[0] == "sale"
    ]
    assert ["000001"] == list(bench.host.settled)


if __name__ == "__main__":
    # python tests/terminal/test_terminal_by_hand.py: when the words of the display have changed.
    from conftest import Bench, Keys

    for each in LANGUAGES:
        (GOLDENS / f"{each}.txt").write_text(a_day(Bench, Keys, each)[1], encoding="utf-8")
