"""`posemu evidence`: made, verified and weighed from the command line."""

import os
from pathlib import Path

import pytest

from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit
from emulator.operations.evidence.archive import MOST_BYTES

STORY = "keyed-twice-and-voided"


@pytest.fixture
def recording(folder):
    """Runs in one file: a sale keyed twice and voided, and some that were reversed."""
    assert main(["run", "-k", f"{STORY} or answer-lost", "--jsonl", "run.jsonl"]) == Exit.HELD
    return folder / "run.jsonl"


@pytest.fixture
def bundle(recording, capsys):
    """The bundle of the sale that was keyed twice."""
    assert made("--run", number(recording), "--stan", "000003") == Exit.HELD
    capsys.readouterr()
    return Path("bundle.zip")


def number(recording):
    """Which of the runs is the one with the void."""
    lines = recording.read_bytes().splitlines()
    heads = [line for line in lines if line.startswith(b'{"event":"run.start"')]
    named = f'"scenario":"{STORY}"'.encode()
    return str(next(n for n, head in enumerate(heads, start=1) if named in head))


def made(*options):
    """Make the bundle."""
    return main(["evidence", "run.jsonl", "-o", "bundle.zip", *options])


def verified(*options):
    """Look at it."""
    return main(["evidence", "--verify", "bundle.zip", *options])


def altered(path, old, new):
    """Change some bytes of a file."""
    path.write_bytes(path.read_bytes().replace(old, new))


class TestMaking:
    def test_it_writes_the_bundle_and_its_seal(self, recording, capsys):
        """The seal is a line as `sha256sum` writes one."""
        assert made("--stan", "000002") == Exit.HELD

        seal, name = capsys.readouterr().out.split()
        assert (64, "bundle.zip") == (len(seal), name)

    @pytest.mark.parametrize("stan", ["2", "000002", "1/2", "000001/000002"])
    def test_a_number_may_be_written_short(self, recording, stan):
        """Nobody types the noughts."""
        assert made("--run", number(recording), "--stan", stan) == Exit.HELD

    def test_two_bundles_of_one_recording_are_the_same_bytes(self, recording):
        """Whenever they are made."""
        made()
        first = Path("bundle.zip").read_bytes()
        made("--force")

        assert first == Path("bundle.zip").read_bytes()

    def test_a_bundle_that_is_there_is_not_overwritten(self, bundle, capsys):
        """It may be the only one."""
        before = bundle.read_bytes()

        assert made() == Exit.USAGE
        assert before == bundle.read_bytes()
        assert "--force" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "options",
        [
            [],
            ["run.jsonl"],
            ["run.jsonl", "-o", "b.zip", "--stan", "000002", "--purchase", "shopping"],
            ["run.jsonl", "-o", "b.zip", "--recording", "run.jsonl"],
            ["run.jsonl", "-o", "b.zip", "--stan", "999999"],
            ["run.jsonl", "-o", "b.zip", "--run", "9"],
            ["run.jsonl", "-o", "run.jsonl", "--force"],
            ["run.jsonl", "-o", "b.zip", "--claim", "nonsense"],
            ["run.jsonl", "--verify", "b.zip"],
            [".", "-o", "b.zip"],
        ],
        ids=" ".join,
    )
    def test_what_cannot_be_made_is_said_and_nothing_is_written(self, recording, options, capsys):
        """One clear complaint."""
        before = recording.read_bytes()

        assert main(["evidence", *options]) == Exit.USAGE
        assert before == recording.read_bytes()
        assert capsys.readouterr().err
        assert not Path("b.zip").exists()

    def test_a_recording_that_is_not_there_is_the_machines_trouble(self, folder):
        """As for any command."""
        assert main(["evidence", "none.jsonl", "-o", "b.zip"]) == Exit.ENVIRONMENT

    def test_a_recording_that_was_altered_is_no_evidence(self, recording, capsys):
        """Its digest says so."""
        altered(recording, b'"amount_fen":9900', b'"amount_fen":9800')

        assert made("--run", number(recording)) == Exit.USAGE
        assert "altered" in capsys.readouterr().err
        assert not Path("bundle.zip").exists()

    def test_a_recording_that_breaks_off_is_evidence_up_to_there(self, recording, capsys):
        """And that is said."""
        lines = recording.read_bytes().splitlines(keepends=True)
        recording.write_bytes(b"".join(lines[:80]))

        assert made("--stan", "000002") == Exit.HELD
        assert "breaks off" in capsys.readouterr().err

    def test_a_card_number_in_clear_makes_no_bundle(self, recording, capsys):
        """Nor is it shown."""
        lines = recording.read_bytes().splitlines(keepends=True)[:80]
        number = b"6222020000000015"
        recording.write_bytes(b"".join(lines).replace(b"622202******0018", number))

        assert made("--stan", "000002") == Exit.USAGE
        assert number.decode() not in capsys.readouterr().err
        assert not Path("bundle.zip").exists()

    def test_a_line_that_is_no_event_is_named(self, recording, capsys):
        """By its number within the run."""
        lines = recording.read_bytes().splitlines(keepends=True)
        recording.write_bytes(b"".join([*lines[:5], b"nonsense\n", lines[6]]))

        assert made() == Exit.USAGE
        assert "line 5" in capsys.readouterr().err


class TestVerifying:
    def test_a_genuine_bundle_ends_with_0(self, bundle, capsys):
        """And says what it is of."""
        assert verified() == Exit.HELD
        assert STORY in capsys.readouterr().out

    def test_the_recording_is_found_among_several_runs(self, bundle, capsys):
        """By its digest."""
        assert verified("--recording", "run.jsonl") == Exit.HELD
        assert "what the recording holds" in capsys.readouterr().out

    def test_an_altered_bundle_ends_with_1_and_names_the_file(self, bundle, capsys):
        """The slip says another amount."""
        altered(bundle, b"RMB 99.00", b"RMB 98.00")

        assert verified() == Exit.BROKEN
        assert "slips/001-sale-merchant.txt" in capsys.readouterr().out

    def test_a_recording_without_the_run_ends_with_1(self, bundle, recording, capsys):
        """It is some other recording."""
        altered(recording, b'"amount_fen":9900', b'"amount_fen":9800')

        assert verified("--recording", "run.jsonl") == Exit.BROKEN
        assert "no such run" in capsys.readouterr().out

    @pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all", b"PK\5\6" + bytes(18)])
    def test_what_is_no_bundle_ends_with_2(self, folder, content, capsys):
        """With the reason."""
        Path("bundle.zip").write_bytes(content)

        assert verified() == Exit.USAGE
        assert "no evidence bundle" in capsys.readouterr().err

    def test_a_folder_is_no_bundle(self, folder):
        """Nor a fault of the machine."""
        assert main(["evidence", "--verify", "."]) == Exit.USAGE

    def test_a_very_large_file_is_not_read_to_its_end(self, folder):
        """Only as far as a bundle can be long."""
        with Path("bundle.zip").open("wb") as file:
            os.truncate(file.fileno(), MOST_BYTES * 100)

        assert verified() == Exit.USAGE


class TestClaim:
    @pytest.mark.parametrize(
        ("claim", "words"),
        [("charged_twice", "wins: 99.00 was voided"), ("not_mine", "wins: 99.00 was voided")],
    )
    def test_it_says_what_the_evidence_does(self, bundle, claim, words, capsys):
        """For each payment in dispute."""
        assert verified("--claim", claim) == Exit.HELD
        assert f"000001/000003  {words}" in capsys.readouterr().out

    def test_an_altered_bundle_is_weighed_no_more(self, bundle, capsys):
        """Nobody believes it."""
        altered(bundle, b"RMB 99.00", b"RMB 98.00")

        verified("--claim", "not_mine")

        assert "wins" not in capsys.readouterr().out

    def test_it_speaks_chinese(self, bundle, capsys):
        """As everything for people."""
        verified("--claim", "charged_twice", "--lang", "zh")

        assert "抗辩成立" in capsys.readouterr().out


def test_a_recording_that_breaks_off_within_a_line_is_evidence_up_to_there(bundle, recording):
    """Whoever wrote it was stopped; the line before still stands, and proves itself."""
    story = number(recording)
    lines = recording.read_bytes().splitlines(keepends=True)
    heads = [at for at, line in enumerate(lines) if line.startswith(b'{"event":"run.start"')]
    at = heads[int(story) - 1]
    end = next(n for n in range(at, len(lines)) if lines[n].startswith(b'{"event":"run.end"'))
    recording.write_bytes(b"".join(lines[at : end - 1]) + lines[end - 1][:20])

    assert Exit.HELD == made("--stan", "000003", "--force")
    assert Exit.HELD == verified("--recording", "run.jsonl")


def test_a_claim_that_nobody_knows_is_told_in_the_reader_s_language(recording, capsys):
    """With those that there are."""

    assert Exit.USAGE == made("--claim", "stolen", "--lang", "zh")
    assert "不在可选的 not_received" in capsys.readouterr().err
