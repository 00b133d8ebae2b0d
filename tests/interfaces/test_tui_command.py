"""`posemu tui`, as far as it goes without a screen."""

import pytest
from guests import free_place

from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    """Nobody's settings matter, and nothing is kept."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)


def test_the_keys_are_printed_as_a_file_that_can_be_used(tmp_path, capsys):
    """What was printed and changed is taken, and printed again."""
    assert Exit.HELD == main(["tui", "--print-keys"])
    file = tmp_path / "keys.toml"
    file.write_text(capsys.readouterr().out.replace('feed = ["pageup"]', 'feed = ["home"]'))

    assert Exit.HELD == main(["tui", "--print-keys", "--keys", str(file)])
    assert 'feed = ["home"]' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ([], Exit.ENVIRONMENT, "terminal is needed"),
        (["--keys", "nothing.toml"], Exit.ENVIRONMENT, "nothing.toml"),
        (["no-such-scenario"], Exit.USAGE, "no-such-scenario"),
        (["variants.yaml"], Exit.USAGE, "variants[40], variants[41]"),
        (["wrong.yaml"], Exit.USAGE, "128.505"),
        (["--speed", "2"], Exit.USAGE, "--speed"),
        (["--theme", "green"], Exit.USAGE, "--theme"),
        (["--faults", "held.yaml"], Exit.USAGE, "held.yaml"),
    ],
)
def test_what_cannot_be_played(words, code, told, folder, texts, capsys):
    """It is said before anything is drawn, with the code for whose doing it is."""
    for name, text in (("variants", "matrix"), ("wrong", "wrong"), ("held", "held")):
        (folder / f"{name}.yaml").write_text(texts[text], encoding="utf-8")

    assert code == main(["tui", *words])
    assert told in capsys.readouterr().err


def test_a_line_without_a_bridge_makes_no_sense(monkeypatch, capsys):
    """Whoever names a printer's line must say that it is to be printed on."""
    monkeypatch.setattr("emulator.interfaces.tui.stage.needs_screen", lambda _: None)

    assert Exit.USAGE == main(["tui", "--tcp", "localhost"])
    assert "--bridge" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lang", "host", "word"),
    [("zh", "0.0.0.0", "不只是本机"), ("en", "0.0.0.0", "Beware"), ("en", "127.0.0.1", "")],
)
def test_who_lets_other_machines_in_is_warned(monkeypatch, capsys, lang, host, word):
    """Before anything is drawn, with the address; nobody is who lets in this machine alone."""
    monkeypatch.setattr("emulator.interfaces.tui.stage.needs_screen", lambda _: None)
    monkeypatch.setattr("emulator.interfaces.tui.stage.show", lambda *_: Exit.HELD)
    taken, place = free_place()
    taken.close()
    words = ["tui", "--no-record", "--listen", f"{host}:{place.port}", "--lang", lang]

    assert Exit.HELD == main(words)
    told = capsys.readouterr().err.splitlines()
    assert f"{host}:{place.port}" in told[0]
    assert word in told[0]
    assert (2 if word else 1) == len(told)
