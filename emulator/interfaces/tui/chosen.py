"""What clicking and typing have in common: the id of an action of `keys`, sent to the screen."""

from textual.message import Message


class Chosen(Message):
    """Somebody wants an action of `keys.ACTIONS`."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action


class PaneWanted(Message):
    """Somebody wants to see another pane."""

    def __init__(self, pane: str) -> None:
        super().__init__()
        self.pane = pane
