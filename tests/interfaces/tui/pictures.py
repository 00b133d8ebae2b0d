"""
The screens that are kept as text beside the tests, and how they come about.

    python tests/interfaces/tui/pictures.py      draws all of them anew

Read the difference before committing it: it is what a person will see.
"""

import asyncio
import sys
from pathlib import Path

from till_stand import SIGN_IN, at_the_till, turns

from emulator.domain.plan import FaultPlan

GOLDENS = Path(__file__).parent / "goldens"
SMALL, LARGE = (80, 24), (120, 40)
LANGUAGES = ("zh", "en")
SCENES = {
    "signed_out": (SMALL, LARGE),
    "menu": (SMALL, LARGE),
    "amount": (SMALL,),
    "sold": (SMALL, LARGE),
    "counter": (SMALL,),
    "world": (SMALL,),
    "paper_out": (SMALL, LARGE),
    "actions": (SMALL,),
    "help": (SMALL, LARGE),
    "leave": (SMALL,),
    "closing": (SMALL, LARGE),
}
"""Each with the sizes at which it is kept."""


def golden(scene, lang, size):
    """Where the picture of a scene is kept."""
    return GOLDENS / f"{scene}-{lang}-{size[0]}x{size[1]}.txt"


async def _drawn(lang):
    shown = {}
    async with at_the_till(lang=lang) as till:

        async def keep(scene):
            # The small one last, as that is the size at which the play goes on.
            for size in reversed(SCENES[scene]):
                if till.app.size != size:
                    await till.pilot.resize_terminal(*size)
                shown[scene, lang, size] = await till.picture()
            if till.app.size != SMALL:
                await till.pilot.resize_terminal(*SMALL)

        await keep("signed_out")
        await till.do(f"{SIGN_IN} m")
        await keep("menu")
        till.session.next_customer(12_850, "zhang")
        await till.do("1 1 2 8 5 0")
        await keep("amount")
        await till.do("enter i +1 o +20")
        await keep("sold")
        await till.do("right")
        await keep("counter")
        await till.do("right")
        await keep("world")
        till.session.arm(FaultPlan(name="printer.paper_out", id="f1", settings={"line": 4}))
        await till.do("left left")
        await till.sell("5 0 0", "li")
        await keep("paper_out")
        for key, scene in (("a", "actions"), ("f1", "help"), ("q", "leave")):
            await till.do(key)
            await keep(scene)
            if scene != "leave":
                await till.do("escape")
        await till.do("enter +1")
        await turns()
        await keep("closing")
    return shown


def drawn(lang):
    """Every scene in a language, by scene, language and size."""
    return asyncio.run(_drawn(lang))


def renew():
    """Draw everything anew."""
    for lang in LANGUAGES:
        for key, text in drawn(lang).items():
            golden(*key).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(renew())
