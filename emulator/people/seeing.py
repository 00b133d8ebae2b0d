"""What a cashier takes in from the screens of an errand that is under way."""

from emulator.domain.console import Screen
from emulator.people.errand import UNSETTLED, Errand
from emulator.people.screens import TELLS


def take_in(errand: Errand, screen: Screen) -> None:
    """Remember what a screen tells about how an errand went."""
    screen_id = screen.id
    # A terminal that signs in by itself after a refusal does not change how the errand went.
    if screen_id in TELLS and (screen_id != "signed_in" or errand.menu == "sign_in"):
        errand.outcome = screen_id
        errand.values = screen.values
        if screen_id == "approved":
            errand.approved = screen.values
            return
        # The way in which the terminal asks for the card next stands on the display.
        errand.entry = screen.values.get("next") or errand.entry
    elif screen_id == "booting":
        errand.outcome = errand.outcome or screen_id


def take_in_reversal(errand: Errand | None, stan: str) -> None:
    """Remember that the host has confirmed the reversal of this errand, if it was this one's."""
    # After a power cut no number was seen, but nothing else can be reversed at boot.
    if errand is not None and errand.outcome in UNSETTLED and errand.seen_stan in ("", stan):
        errand.is_reversed = True
