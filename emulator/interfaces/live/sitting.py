"""
One sitting at the device: the shops that a person opens, each with a recording of its own.

The first one opened has the parts that were asked for, a real printer for instance; the training
shop beside it has its own of everything.
"""

import os
from pathlib import Path
from types import TracebackType

from emulator.clock.paced import Wall
from emulator.domain.plan import Scenario
from emulator.interfaces.live.recordings.library import Library, usual_folder
from emulator.interfaces.live.recordings.recorder import Recorder, recorder_at
from emulator.interfaces.live.session import Session
from emulator.interfaces.live.training import bare, in_training
from emulator.interfaces.outside import PEOPLE, PRINTER
from emulator.testbed import REFERENCE, Parts


class Sitting:
    """Opens shops and sees to it that their recordings are written to the end."""

    def __init__(
        self,
        scenario: Scenario,
        *,
        seed: int | None = None,
        times: int = 1,
        parts: Parts | None = None,
        record: Path | None = None,
        is_recorded: bool = True,
        is_exam: bool = False,
        lang: str = "zh",
        wall: Wall | None = None,
    ) -> None:
        """
        Args:
            scenario: What is played.
            seed: Overrides the scenario's own.
            times: Simulated seconds in a second.
            parts: Who plays which part, the printer a real one; None is as always.
            record: Where the first shop is recorded; None is the usual folder.
            is_recorded: False keeps nothing.
            is_exam: See `Session`.
            lang: zh or en.
            wall: None is the machine's clock.
        """
        self._scenario, self._seed, self._times = scenario, seed, times
        self._parts, self._record, self._is_recorded = parts, record, is_recorded
        self._is_exam, self._lang, self._wall = is_exam, lang, wall
        self._opened: list[tuple[Session, Recorder | None]] = []

    def __enter__(self) -> "Sitting":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the files; what has no end plays again up to where it stops."""
        for session, recorder in self._opened:
            if recorder is not None:
                # Whoever went without a word, as a closed browser does, was in the middle of it.
                session.world.flush()
                recorder.close()

    @property
    def troubles(self) -> list[str]:
        """What could not be kept, in words."""
        recorders = [recorder for _, recorder in self._opened if recorder is not None]
        return [recorder.trouble for recorder in recorders if recorder.trouble]

    def open_shop(self, is_training: bool = False) -> Session:
        """
        Open a shop; see `training.Shops`.

        Raises:
            EnvironmentTrouble: It cannot be recorded where somebody wants it.
        """
        is_first = not self._opened
        scenario = self._scenario
        if not is_first:
            # The story is played where the person came for it, and once.
            scenario = bare(scenario)
        if is_training:
            scenario = in_training(scenario)
        seed = scenario.seed if self._seed is None else self._seed
        parts = self._parts if is_first else None
        recorder = self._recorder(scenario, seed, is_bridged=parts is not None)
        is_kept = recorder is not None and recorder.is_whole
        session = Session(
            scenario,
            seed=seed,
            lang=self._lang,
            wall=self._wall,
            times=self._times,
            record=None if recorder is None else recorder.take,
            recording=recorder.path if recorder is not None and is_kept else None,
            parts=parts or REFERENCE,
            is_exam=self._is_exam,
        )
        if recorder is not None:
            session.is_unkept = not is_kept
            recorder.on_trouble = lambda _: session.lose_recording()
        self._opened.append((session, recorder))
        return session

    def end(self) -> None:
        """Write what came of each shop behind its recording."""
        for session, recorder in self._opened:
            if recorder is not None and session.result is not None:
                recorder.end(session.scenario, session.result)

    def _recorder(self, scenario: Scenario, seed: int, *, is_bridged: bool) -> Recorder | None:
        if not self._is_recorded:
            return None
        recorder = self._new_recorder(scenario)
        recorder.begin(scenario, seed=seed, outside=(PRINTER, PEOPLE) if is_bridged else (PEOPLE,))
        return recorder

    def _new_recorder(self, scenario: Scenario) -> Recorder:
        if self._record is not None and not self._opened:
            return recorder_at(self._record, self._lang)
        beside = None if self._record is not None or not self._opened else self._opened[0][1]
        return Library(usual_folder(os.environ), lang=self._lang).recorder(
            scenario.name,
            is_training=scenario.given.terminal.training,
            beside=None if beside is None else beside.path,
        )
