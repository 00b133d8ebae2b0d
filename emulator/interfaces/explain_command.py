"""`posemu explain`: what a scenario, fault, error code, answer code, check or number means."""

import click

from emulator.domain.errors import UsageError
from emulator.domain.texts import say
from emulator.interfaces.exits import Exit
from emulator.interfaces.explanations import known_topics, told
from emulator.interfaces.options import SpokenCommand
from emulator.interfaces.voice import Voice
from emulator.reports.layout import one_line


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(*, topic: str) -> int:
        return explain_topic(topic, Voice(lang))

    command = SpokenCommand("explain", lang, callback=start)
    command.params.insert(0, click.Argument(["topic"]))
    return command


def explain_topic(topic: str, voice: Voice) -> int:
    """Write everything that is known under a name; one name may mean several things."""
    blocks = told(topic, voice.lang)
    if not blocks:
        raise UsageError(_unknown(topic, voice.lang))
    for n, block in enumerate(blocks):
        if n:
            voice.put("")
        for line in block:
            voice.put(line)
    return Exit.HELD


def _unknown(topic: str, lang: str) -> str:
    from difflib import get_close_matches

    sentence = say("cli.explain.unknown", lang, topic=one_line(topic)[:80])
    near = get_close_matches(topic[:80], known_topics(), n=3)
    if near:
        sentence += " " + say("cli.explain.near", lang, near=", ".join(near))
    return sentence
