"""
Asks one question after the other at a terminal: numbered answers, a step back, enough.

    3. What does the display say is the matter?
       1  OUT OF PAPER
       2  NO CONNECTION
       0  I do not know
    >
"""

import sys
from typing import TextIO

from emulator.diagnosis.inquiry import Inquiry
from emulator.diagnosis.knowledge import Knowledge
from emulator.diagnosis.words import answer_words, question_words
from emulator.domain.errors import UsageError
from emulator.interfaces.diagnosis.answers import answer_in
from emulator.interfaces.diagnosis.forms import percent
from emulator.interfaces.voice import Voice

LONGEST = 200
"""Characters of a line that are looked at."""
_TOLD_BETWEEN = 3


class Talk:
    """One conversation with whoever asks."""

    def __init__(
        self, known: Knowledge, voice: Voice, *, most: int, stream: TextIO | None = None
    ) -> None:
        """
        Args:
            known: What was taught.
            voice: How to speak; questions go where narration goes.
            most: So many questions are asked.
            stream: Where answers come from; None is standard input.
        """
        self._known = known
        self._voice = voice
        self._most = most
        self._stream = sys.stdin if stream is None else stream
        self._is_over = False

    def hold(self, inquiry: Inquiry) -> Inquiry:
        """Ask until enough is known, or whoever answers has enough; gives what is known then."""
        before: list[Inquiry] = []
        while not self._is_over:
            question = inquiry.next_question(self._most)
            if question is None:
                break
            answer = self._ask(question, inquiry.asked + 1)
            if answer == _BACK:
                inquiry = before.pop() if before else inquiry
            elif not self._is_over:
                before.append(inquiry)
                inquiry = inquiry.answered(question, answer)
                self._tell(inquiry)
        return inquiry

    def _ask(self, question: str, number: int) -> str | None:
        voice, answers = self._voice, self._known.answers[question]
        voice.narrate("")
        voice.narrate(f"{number}. {question_words(question, voice.lang)}", "label")
        for place, choice in enumerate(answers, start=1):
            voice.narrate(f"  {place:>2}  {answer_words(question, choice, voice.lang)}")
        voice.narrate(f"   0  {voice.text('diagnosis.unknown')}")
        voice.tell("diagnosis.keys")
        understood = False
        answer: str | None = None
        while not understood:
            line = self._stream.readline(LONGEST) if self._stream is not None else ""
            if not line or line.strip().casefold() in _ENOUGH:
                self._is_over = True
                return None
            words = line.strip()
            if words.casefold() in _BACK_WORDS:
                return _BACK
            if words:
                understood, answer = self._understood(question, words)
        return answer

    def _understood(self, question: str, said: str) -> tuple[bool, str | None]:
        answers = self._known.answers[question]
        if said.isascii() and said.isdecimal():
            if int(said[:4]) <= len(answers):
                return True, answers[int(said) - 1] if int(said) else None
            self._voice.tell("diagnosis.no_number", least=0, most=len(answers))
            return False, None
        try:
            return True, answer_in(self._known, question, said, self._voice.lang)
        except UsageError:
            self._voice.tell("diagnosis.no_number", least=0, most=len(answers))
            return False, None

    def _tell(self, inquiry: Inquiry) -> None:
        """What is likeliest by now, in one line."""
        ranked = inquiry.ranking[:_TOLD_BETWEEN]
        words = ", ".join(f"{one.cause} {percent(one.share)}" for one in ranked)
        self._voice.narrate(f"   {words}", "dim")


_BACK = "\n"
"""No answer has a line end in it."""
_BACK_WORDS = frozenset(("b", "back", "返回"))
_ENOUGH = frozenset(("q", "quit", "结束"))
