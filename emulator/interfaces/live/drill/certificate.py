"""The certificate of a drill as a slip, and as files."""

from datetime import datetime
from pathlib import Path

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.moments import SECOND
from emulator.domain.receipt import REPORT_LINES, Receipt
from emulator.domain.texts import say, spoken_duration
from emulator.drills.assessment import Assessment
from emulator.reports.layout import cut
from emulator.reports.paper.slips import receipt_png
from emulator.reports.slip import NARROW, layout, plain

KIND = "certificate"
_DIGEST_SHOWN = 16
"""Characters of the fingerprint that stand on paper."""


def certificate(found: Assessment, *, at: datetime, lang: str) -> Receipt:
    """
    Make the slip of a drill, passed or not.

    Args:
        found: What came of it.
        at: When, by the machine's clock.
        lang: zh or en.
    """
    title = found.title_en if lang == "en" and found.title_en else found.title
    symptoms = [number for number in found.covers if number.startswith("S")]
    values = {
        "trainee": found.trainee or say("drill.nobody", lang),
        "drill": cut(title or found.scenario, NARROW),
        "symptoms": "/".join(symptoms),
        "level": say(f"drill.level.{found.level}", lang),
        "mode": "exam" if found.is_exam else "practice",
        "verdict": found.verdict,
        "points": f"{found.score.points}/{found.score.out_of}",
        "percent": found.score.percent,
        "took": spoken_duration(found.took_us // SECOND * SECOND),
        "mistakes": len(found.mistakes),
        "date": f"{at:%Y-%m-%d}",
        "time": f"{at:%H:%M:%S}",
        "digest": found.digest[:_DIGEST_SHOWN],
    }
    return Receipt(
        kind=KIND,
        copy="report",
        values=values,
        lines=REPORT_LINES[KIND],
        language=lang,
        training=True,
    )


def write_certificate(receipt: Receipt, path: Path, lang: str) -> None:
    """
    Write the slip into a file: a picture if it is called `.png`, text otherwise.

    Raises:
        EnvironmentTrouble: It cannot be written.
    """
    if path.suffix.lower() == ".png":
        content = receipt_png(receipt)
    else:
        content = f"{plain(layout(receipt))}\n".encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise EnvironmentTrouble(
            say("cli.cannot_write", lang, file=str(path), reason=reason)
        ) from None
