"""`posemu run --slips DIR`: every slip as a picture and as text."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from emulator.interfaces.cli import main

STORY = """scenario: v1
title: 小票
given: {printer: {paper: 40mm}}
steps:
  - at: 0s
    cashier: {menu: 消费, amount: 12.30 CNY, card: insert, pin: ok}
"""


@pytest.fixture
def printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The folder of a run in which the paper runs out in the first slip."""
    story = tmp_path / "short roll.yaml"
    story.write_text(STORY, encoding="utf-8")
    main(["run", str(story), "--slips", str(tmp_path / "slips")])
    capsys.readouterr()
    (folder,) = (tmp_path / "slips").iterdir()
    return folder


def test_each_slip_has_a_picture_and_a_text(printed: Path) -> None:
    """Named after what it is, in the order in which they came out."""
    names = sorted(file.name for file in printed.iterdir())

    assert names[0:2] == ["01-sale-merchant-torn.png", "01-sale-merchant-torn.txt"]
    assert "02-sale-merchant.png" in names
    assert "03-sale-cardholder.txt" in names
    assert "short_roll-0" == printed.name


def test_a_picture_is_as_long_as_its_paper(printed: Path) -> None:
    """Eight dots a millimetre, and the edge."""
    with Image.open(printed / "01-sale-merchant-torn.png") as torn:
        torn_dots = torn.height
    with Image.open(printed / "02-sale-merchant.png") as whole:
        whole_dots = whole.height

    assert 40 * 8 <= torn_dots < 50 * 8
    assert 104 * 8 <= whole_dots < 114 * 8


def test_the_text_is_what_the_paper_says(printed: Path) -> None:
    """The whole slip voids the torn piece above it and has the amount."""
    text = (printed / "02-sale-merchant.txt").read_text(encoding="utf-8")

    assert "以上作废" in text
    assert "RMB 12.30" in text


def test_the_digest_is_the_same_with_and_without(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Looking at the paper changes nothing."""
    story = tmp_path / "story.yaml"
    story.write_text(STORY, encoding="utf-8")
    main(["run", str(story)])
    without = _digest(capsys.readouterr().out)
    main(["run", str(story), "--slips", str(tmp_path / "slips")])

    assert without == _digest(capsys.readouterr().out)


def _digest(out: str) -> str:
    return next(word for word in out.split() if len(word) == 32)


def test_a_file_in_place_of_the_folder_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything runs."""
    (tmp_path / "slips").write_text("here")
    code = main(["run", "--slips", str(tmp_path / "slips")])

    assert 2 == code
    assert "slips" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_the_machines_trouble(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line that says which, exit 3."""
    (tmp_path / "file").write_text("here")
    code = main(["run", "--slips", str(tmp_path / "file" / "slips")])

    assert 3 == code
    assert "file" in capsys.readouterr().err


def test_several_workers_write_the_same_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever runs a scenario writes its slips."""
    written: list[Any] = []
    for workers in ("1", "2"):
        folder = tmp_path / workers
        main(["run", "-k", "paper", "-j", workers, "--slips", str(folder)])
        written.append(
            {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*.txt")}
        )
    capsys.readouterr()

    assert written[0]
    assert written[0] == written[1]


def test_slips_of_the_backup_terminal_have_names_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each printer counts for itself, and no slip is written over another."""
    story = tmp_path / "two.yaml"
    given = STORY.replace("{printer: {paper: 40mm}}", "{terminal: {backup: yes}}")
    turned = "  - cashier: switch_terminal\n  - cashier: {menu: 消费, amount: 4.50 CNY}\n"
    story.write_text(given + turned, encoding="utf-8")
    main(["run", str(story), "--slips", str(tmp_path / "slips")])
    capsys.readouterr()
    (folder,) = (tmp_path / "slips").iterdir()

    assert "RMB 12.30" in (folder / "01-sale-merchant.txt").read_text(encoding="utf-8")
    assert "RMB 4.50" in (folder / "01-sale-merchant-backup.txt").read_text(encoding="utf-8")
