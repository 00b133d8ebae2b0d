"""
`posemu evidence`: the evidence of a disputed payment as one file, and the proof that it is genuine.

    posemu evidence run.jsonl --stan 000002 -o bundle.zip
    posemu evidence --verify bundle.zip --recording run.jsonl
"""

from pathlib import Path

import click

from emulator.domain.errors import UsageError
from emulator.domain.texts import say
from emulator.interfaces import complaints
from emulator.interfaces.complaints import ResultFile, WholeNumber, shortened
from emulator.interfaces.exits import Exit
from emulator.interfaces.options import SpokenCommand, add_options, option
from emulator.interfaces.outfile import OutFile
from emulator.interfaces.recorded_run import RecordedRun, run_with, unreadable
from emulator.interfaces.voice import Voice
from emulator.operations.evidence.archive import MOST_BYTES, NoArchive
from emulator.operations.evidence.bundle import MANIFEST, Run, bundle
from emulator.operations.evidence.choice import Choice
from emulator.operations.evidence.defence import Answer, Claim, Contents, Defence, defends
from emulator.operations.evidence.extract import NoEvent, extract
from emulator.operations.evidence.verify import Finding, Opened, compared, opened

MOST_RUNS = 1_000_000
_ROLES = {Answer.WINS: "pass", Answer.CANNOT_TELL: "inconclusive", Answer.LOSES: "fail"}


def make(lang: str) -> click.Command:
    """Build the command with its help in a language."""

    def start(
        *,
        recording: Path | None,
        held: Path | None,
        against: Path | None,
        output: Path | None,
        run: int | None,
        stan: str,
        purchase: str,
        claim: str | None,
        force: bool,
    ) -> int:
        voice = Voice(lang)
        judged = None if claim is None else Claim(claim)
        if held is not None:
            if recording or output or run or stan or purchase or force:
                raise UsageError(say("evidence.only_verify", lang))
            return _Verification(held, voice).perform(against, judged)
        if recording is None or output is None or against is not None:
            raise UsageError(say("evidence.needs", lang))
        if output.exists() and not force:
            raise UsageError(say("to_scenario.exists", lang, file=shortened(str(output))))
        if output.exists() and recording.exists() and output.samefile(recording):
            raise UsageError(say("evidence.onto_itself", lang))
        source = RecordedRun(recording, run or 1, lang)
        return _make(source, _choice(stan, purchase, lang), output, judged, voice)

    command = SpokenCommand("evidence", lang, callback=start)
    path = click.Path(path_type=Path)
    command.params.insert(0, click.Argument(["recording"], type=path, required=False))
    claims = complaints.Choice([claim.value for claim in Claim], lang)
    number = WholeNumber(1, MOST_RUNS, lang)
    add_options(
        command,
        option("-o", "--output", lang, "cli.help.evidence.output", type=ResultFile(lang)),
        option("--run", lang, "cli.help.evidence.run", type=number, metavar="N"),
        option("--stan", lang, "cli.help.evidence.stan", default="", metavar="STAN"),
        option("--purchase", lang, "cli.help.evidence.purchase", default="", metavar="NAME"),
        option("--force", lang, "cli.help.evidence.force", is_flag=True),
        option("--verify", lang, "cli.help.evidence.verify", name="held", type=path, metavar="ZIP"),
        option("--recording", lang, "cli.help.evidence.recording", name="against", type=path,
               metavar="FILE"),
        option("--claim", lang, "cli.help.evidence.claim", type=claims),
    )  # fmt: skip
    return command


def _choice(stan: str, purchase: str, lang: str) -> Choice:
    if stan and purchase:
        raise UsageError(say("evidence.one_choice", lang))
    batch, _, number = stan.rpartition("/")
    return Choice(batch=_six(batch), stan=_six(number), purchase=purchase)


def _six(number: str) -> str:
    """A batch or a STAN as it stands on slips: 2 is 000002."""
    return number.zfill(6) if number else ""


def _make(
    source: RecordedRun, choice: Choice, output: Path, claim: Claim | None, voice: Voice
) -> int:
    """Write the bundle of one run, and say what it does for a claim."""
    try:
        found = extract(source, choice)
    except NoEvent as error:
        number, why = error.args
        raise UsageError(
            voice.text("evidence.no_event", number=number, why=str(why)[:200])
        ) from None
    header, end = source.header, source.end
    assert header is not None, "a run has been read"
    if end is not None and end.digest != found.digest:
        raise UsageError(voice.text("evidence.other_digest", said=end.digest, digest=found.digest))
    run = Run(scenario=header.scenario, seed=header.seed, emulator=header.emulator)
    data = bundle(found, run=run, complete=end is not None)
    with OutFile(output, voice.lang) as file:
        file.take(data)
        file.check()
    made = opened(data)
    counts = {"payments": len(found.chosen.keys), "files": len(made.files) + 1}
    voice.tell("evidence.made", file=str(output), bytes=len(data), **counts)
    if end is None:
        voice.tell("evidence.broken_off")
    voice.put(f"{made.seal}  {output}")
    _judge(made.contents, claim, voice)
    return Exit.HELD


class _Verification:
    """A bundle that is looked at."""

    def __init__(self, path: Path, voice: Voice) -> None:
        self._path = path
        self._voice = voice

    def perform(self, recording: Path | None, claim: Claim | None) -> int:
        """Say what is not as it was; the code is 0, 1 for an altered bundle and 2 for none."""
        held = self._read()
        findings = [*held.findings]
        if recording is not None and held.manifest is not None:
            findings += self._compare(held, recording, findings)
        self._voice.put(f"{held.seal}  {self._path}")
        for finding in findings:
            file = finding.file or str(self._path)
            self._voice.put(self._voice.text(f"evidence.finding.{finding.why}", file=file), "fail")
        if findings:
            return Exit.BROKEN
        self._voice.put(self._agrees(held, recording), "pass")
        _judge(held.contents, claim, self._voice)
        return Exit.HELD

    def _read(self) -> Opened:
        try:
            with self._path.open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
        except OSError as error:
            if isinstance(error, IsADirectoryError):
                raise self._no_bundle("no_zip") from None
            raise unreadable(self._path, error, self._voice.lang) from None
        try:
            return opened(data)
        except NoArchive as error:
            raise self._no_bundle(error.args[0]) from None

    def _no_bundle(self, why: str) -> UsageError:
        text = self._voice.text(f"evidence.no_bundle.{why}")
        file = shortened(str(self._path))
        return UsageError(self._voice.text("evidence.no_bundle", file=file, why=text))

    def _compare(self, held: Opened, recording: Path, before: list[Finding]) -> list[Finding]:
        manifest = held.manifest
        assert manifest is not None, "the caller has looked"
        run = run_with(manifest.digest, recording, self._voice.lang)
        if run is None:
            return [Finding(MANIFEST, "other_run")]
        known = {finding.file for finding in before}
        return [one for one in compared(held, run) if one.file not in known]

    def _agrees(self, held: Opened, recording: Path | None) -> str:
        manifest = held.manifest
        assert manifest is not None, "a bundle without one has findings"
        id = "evidence.genuine" if recording is None else "evidence.as_recorded"
        return self._voice.text(
            id, files=len(held.files) + 1, scenario=manifest.run.scenario, digest=manifest.digest
        )


def _judge(contents: Contents | None, claim: Claim | None, voice: Voice) -> None:
    if claim is None or contents is None:
        return
    for key in contents.disputed:
        defence = defends(contents, claim, about=key)
        voice.put(_sentence(defence, voice), _ROLES[defence.answer])


def _sentence(defence: Defence, voice: Voice) -> str:
    about = "/".join(defence.about) if defence.about else "-"
    return voice.text(
        "evidence.defence",
        about=about,
        answer=voice.text(f"evidence.verdict.{defence.answer.value}"),
        why=voice.text(f"evidence.reason.{defence.reason}", **defence.values),
    )
