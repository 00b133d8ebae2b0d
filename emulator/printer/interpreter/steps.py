"""What the interpreter makes of tokens, in the order in which the mechanism carries it out."""

import msgspec

from emulator.codecs.escpos.tokens import Token
from emulator.domain.paper import Line


class Cut(msgspec.Struct, frozen=True, gc=False):
    """Cut the paper; a feed that belongs to the command comes before it as a line."""

    partial: bool = False


class Order(msgspec.Struct, frozen=True, gc=False):
    """
    A command that the device itself carries out when its turn comes.

    GS r, GS a, GS I, GS ( H, ESC c 3, ESC c 4, ESC =, ESC p, ESC @, ESC u, ESC v, BEL and their
    like.
    """

    token: Token


class Step(msgspec.Struct, frozen=True, gc=False):
    """One of the above, and how far in the stream it reaches."""

    what: Line | Cut | Order
    end: int
    """Offset behind the last byte that was needed for it."""
