"""The wheel: built, installed into an empty environment, and run from another folder."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.skipif(
        any(find_spec(name) is None for name in ("build", "hatchling", "pip")),
        reason="build, hatchling and pip are needed to make and install a wheel",
    ),
    pytest.mark.timeout(300),
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built without any network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A command `posemu` from the wheel alone; what it depends on is lent by this environment."""
    home = tmp_path_factory.mktemp("home")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    install = ["install", "-q", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *install], check=True)
    where = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip()
    # A path file of a path file is not followed, so an editable install cannot slip in.
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(site) / "lent.pth").write_text("\n".join(sorted(lent)), encoding="utf-8")
    return scripts / "posemu"


def call(command, folder, *arguments):
    environ = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "GITHUB_ACTIONS")}
    environ["POSEMU_LANG"] = "en"
    return subprocess.run(
        [str(command), *arguments],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_wheel_holds_what_the_command_needs(wheel):
    """Texts, catalogue, types mark, licence and scenarios are inside; tests are not."""
    names = zipfile.ZipFile(wheel).namelist()

    for needed in ("messages.toml", "catalogue.yaml", "proven.json", "py.typed"):
        assert f"emulator/{needed}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "docs/", "benchmarks/")) for name in names)


def test_wheel_holds_the_fonts_with_their_licence(wheel):
    """The dots that slips are drawn with, and the text they may be passed on under."""
    names = zipfile.ZipFile(wheel).namelist()

    assert "emulator/reports/paper/fonts/glyphs.zip" in names
    assert "emulator/reports/paper/fonts/OFL.txt" in names
    assert any(name.endswith("licenses/emulator/reports/paper/fonts/OFL.txt") for name in names)


def test_wheel_holds_every_scenario(wheel):
    """What the checkout ships, the wheel ships."""
    names = zipfile.ZipFile(wheel).namelist()
    here = sorted(path.relative_to(ROOT / "scenarios") for path in ROOT.glob("scenarios/**/*.yaml"))
    inside = sorted(
        Path(name).relative_to("emulator/shipped_scenarios")
        for name in names
        if name.startswith("emulator/shipped_scenarios/")
    )

    assert here == inside


def test_installed_command_runs_a_shipped_scenario(installed, tmp_path):
    """From any folder, without the checkout."""
    done = call(installed, tmp_path, "run", "answer-lost")

    assert 0 == done.returncode, done.stdout + done.stderr
    assert "answer-lost" in done.stdout


def test_installed_command_lists_what_the_wheel_holds(installed, tmp_path):
    """The scenarios come out of the wheel, includes and all."""
    done = call(installed, tmp_path, "list", "--json")

    assert 0 == done.returncode, done.stderr
    assert "shipped_scenarios" in done.stdout
    assert str(ROOT) not in done.stdout


def test_installed_plugin_is_found(installed, tmp_path):
    """pytest finds the plug-in by itself, and it runs a scenario file."""
    text = (
        "scenario: v1\ntitle_en: A sale\nsteps:\n"
        "  - at: 0s\n    cashier: {menu: sale, amount: 1.00 CNY}\n"
    )
    (tmp_path / "one.yaml").write_text(text, encoding="utf-8")
    python = installed.with_name("python")
    done = call(python, tmp_path, "-m", "pytest", "-v", "-p", "no:cacheprovider", ".")

    assert 0 == done.returncode, done.stdout + done.stderr
    assert "one.yaml::run PASSED" in done.stdout
