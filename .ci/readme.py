"""
Puts the example scenario and what the command says about it into both README files.

    .venv/bin/python .ci/readme.py

A test holds that they are up to date; this brings them there.
"""

import contextlib
import io
import re
from pathlib import Path

from emulator.interfaces.cli import main

ROOT = Path(__file__).parents[1]
EXAMPLE = "docs/examples/power-cut.yaml"


def output(lang: str) -> str:
    """What `posemu run` writes to standard output about the example."""
    out = io.StringIO()
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(out):
        main(["run", EXAMPLE, "--lang", lang])
    return out.getvalue().rstrip() + "\n"


def block(text: str, mark: str, fence: str, content: str) -> str:
    """Put content between the fences behind a mark."""
    pattern = re.compile(rf"(<!-- {mark} -->\n){re.escape(fence)}\n.*?```\n", re.DOTALL)
    return pattern.sub(lambda found: f"{found[1]}{fence}\n{content}```\n", text, count=1)


def renew(name: str, lang: str) -> None:
    """Bring one README up to date."""
    path = ROOT / name
    text = path.read_text(encoding="utf-8")
    text = block(text, "example", "```yaml", (ROOT / EXAMPLE).read_text(encoding="utf-8"))
    path.write_text(block(text, "output", "```", output(lang)), encoding="utf-8")


if __name__ == "__main__":
    renew("README.md", "en")
    renew("README.zh.md", "zh")
