"""The keys: what each does, and a person's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.errors import EnvironmentTrouble, UsageError
from emulator.domain.texts import has
from emulator.interfaces.tui.key_file import keymap_for, name_of, usual_place, written
from emulator.interfaces.tui.keys import (
    ACTIONS,
    ENTRIES,
    GROUPS,
    NAMED,
    NEEDED,
    PRESSED,
    Keymap,
    clashes,
    is_key,
    spoken,
)
from emulator.terminal.keypad import KEYS


def in_file(tmp_path, text):
    """The keymap of a file with this text."""
    file = tmp_path / "keys.toml"
    file.write_text(text, encoding="utf-8")
    return keymap_for(file, {}, "en")


def test_every_key_of_the_terminal_is_on_the_keyboard():
    """Nobody needs the mouse."""

    assert set(KEYS) == set(PRESSED.values())


def test_every_usual_key_reaches_us():
    """None of them is a chord that terminals keep for themselves."""

    assert [] == [key for action in ACTIONS.values() for key in action.keys if not is_key(key)]


def test_the_usual_keys_do_not_clash():
    """One key does one thing."""

    assert clashes({}) is None


@pytest.mark.parametrize("id", ACTIONS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_action_has_a_name(id, lang):
    """And it belongs to a group of the help."""

    assert name_of(id, lang)
    assert ACTIONS[id].group in GROUPS
    assert has(f"tui.group.{ACTIONS[id].group}")


@pytest.mark.parametrize(
    ("key", "character", "action"),
    [
        ("7", "7", "digit_7"),
        ("enter", "\r", "confirm"),
        ("escape", "\x1b", "cancel"),
        ("backspace", "\x7f", "clear"),
        ("full_stop", ".", "double_zero"),
        ("asterisk", "*", "star"),
        ("m", "m", "menu"),
        ("upper_m", "M", "menu"),
        ("f10", None, "menu"),
        ("pageup", None, "feed"),
        ("space", " ", "pause"),
        ("ctrl+p", "\x10", "palette"),
        ("fullwidth_digit_seven", "７", "digit_7"),
        ("z", "z", ""),
        ("f11", None, ""),
    ],
)
def test_what_a_key_does(key, character, action):
    """By its character or its name; with the capitals lock on, and in full width."""

    assert action == Keymap().action(key, character)


@pytest.mark.parametrize(
    ("key", "shown"),
    [("enter", "Enter"), ("f10", "F10"), ("f", "f"), ("ctrl+p", "Ctrl+P"), ("*", "*")],
)
def test_how_a_key_is_shown(key, shown):
    """As it stands on a keyboard."""

    assert shown == spoken(key)


def test_a_key_of_ones_own(tmp_path):
    """It takes the place of the usual keys of that action, and of no other."""
    keymap = in_file(tmp_path, 'keys = {feed = "pagedown", menu = ["f10", "x"]}')

    assert ("pagedown",) == keymap.keys("feed")
    assert ("menu", "", "feed") == tuple(keymap.action(key, key) for key in ("x", "m", "pagedown"))
    assert "digit_1" == keymap.action("1", "1")


def test_two_keys_can_be_swapped(tmp_path):
    """What counts is the whole map, not the order in which it is read."""
    keymap = in_file(tmp_path, '[keys]\ninsert = "s"\nswipe = "i"\n')

    assert ("swipe", "insert") == (keymap.action("i", "i"), keymap.action("s", "s"))


def test_an_action_can_be_without_a_key(tmp_path):
    """For those whom a fault key under the little finger troubles."""
    keymap = in_file(tmp_path, "[keys]\nfault_1 = []\n")

    assert "" == keymap.action("f2", None)
    assert "" == keymap.first("fault_1")


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("[keys]\nmenu = x", ":2:8", "not TOML"),
        ("[keys]\nmenu = ", ":2", "not TOML"),
        ("[keys]\n\nmneu = 'x'", ":3", "did you mean menu"),
        ("[keys]\nxyzzy = 'x'", ":2", "no action xyzzy"),
        ("[keys]\nfeed = 'm'", ":2", "both menu and feed"),
        ("[keys]\nfeed = 'x'\nhint = 'x'", ":3", "both feed and hint"),
        ("[keys]\nmenu = 3", ":2", "a list of keys"),
        ("[keys]\nmenu = ['m', 3]", ":2", "a list of keys"),
        ("[keys]\nmenu = 'ctrl+i'", ":2", "no key ctrl+i"),
        ("[keys]\nmenu = 'shift+f9'", ":2", "no key shift+f9"),
        ("[keys]\nmenu = ''", ":2", "no key "),
        ("[keys]\nmenu = ' '", ":2", "no key "),
        ("[keys]\nleave = []", ":2", "leave needs a key"),
        ("[colours]\nlcd = 'green'", ":1", "here is colours"),
        ("keys = 'm'", ":1", "here is keys"),
    ],
)
def test_a_wrong_file_is_told_with_its_place(text, place, told, tmp_path):
    """One sentence; nothing of the file is used."""
    with pytest.raises(UsageError) as error:
        in_file(tmp_path, text)

    assert f"{tmp_path / 'keys.toml'}{place}: " in str(error.value)
    assert told in str(error.value)


@pytest.mark.parametrize("data", [b"\xff\xfe[keys]", b"#" * 100_001, b"a" + b"[" * 5000])
def test_a_file_that_is_no_text_of_keys(data, tmp_path):
    """It is told in one sentence, too."""
    file = tmp_path / "keys.toml"
    file.write_bytes(data)
    with pytest.raises(UsageError, match=r"keys\.toml"):
        keymap_for(file, {}, "en")


def test_a_file_that_is_not_there(tmp_path):
    """Whoever names one wants it."""
    with pytest.raises(EnvironmentTrouble, match=r"nothing\.toml"):
        keymap_for(tmp_path / "nothing.toml", {}, "en")


def test_ones_own_file_is_found(tmp_path):
    """In the folder for settings; without one, the keys are the usual."""
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}

    assert ("pageup",) == keymap_for(None, environ, "en").keys("feed")
    place = usual_place(environ)
    place.parent.mkdir()
    place.write_text("[keys]\nfeed = 'x'\n", encoding="utf-8")

    assert ("x",) == keymap_for(None, environ, "en").keys("feed")


@pytest.mark.parametrize("environ", [{}, {"XDG_CONFIG_HOME": "here"}, {"XDG_CONFIG_HOME": ""}])
def test_the_usual_folder_for_settings(environ, tmp_path, monkeypatch):
    """A relative path in the variable counts as none."""
    monkeypatch.setenv("HOME", str(tmp_path))

    assert tmp_path / ".config" / "posemu" / "keys.toml" == usual_place(environ)


key_names = st.sampled_from([*sorted(NAMED), *"abcxyz*#\"\\'é中"])
changes = st.dictionaries(
    st.sampled_from(sorted(ACTIONS)), st.lists(key_names, max_size=3, unique=True).map(tuple)
)


@given(changed=changes, lang=st.sampled_from(["zh", "en"]))
def test_what_is_written_is_read_back(changed, lang, tmp_path_factory):
    """`--print-keys` gives a file that `--keys` takes, whatever the keys."""
    changed = {id: keys for id, keys in changed.items() if keys or id not in NEEDED}
    keymap = Keymap(changed)
    file = tmp_path_factory.mktemp("keys") / "keys.toml"
    file.write_text(written(keymap, lang), encoding="utf-8")
    if clashes(changed) is None:
        again = keymap_for(file, {}, lang)

        assert [keymap.keys(id) for id in ACTIONS] == [again.keys(id) for id in ACTIONS]
    else:
        with pytest.raises(UsageError):
            keymap_for(file, {}, lang)


def test_every_way_to_read_a_card_has_a_key():
    """Insert, swipe, tap and key in."""

    assert {"chip", "swipe", "contactless", "keyed"} == set(ENTRIES.values())
