"""The slip of a drill: who did it, how well, and that it counts for nothing but training."""

from typing import Any

from emulator.reports.slip_parts import Paper


def certificate(paper: Paper, receipt: dict[str, Any]) -> None:
    """Set the certificate of a drill; one that was not passed says so in the same place."""
    values = receipt["values"]
    paper.title("certificate")
    paper.mark("training")
    paper.field("trainee", values["trainee"])
    paper.add(values["drill"])
    paper.field("symptoms", values["symptoms"], beside=("level", values["level"]))
    paper.field("mode", paper.words(f"mode.{values['mode']}"))
    paper.rule()
    paper.field("verdict", paper.words(f"verdict.{values['verdict']}"))
    paper.field("points", values["points"], beside=("percent", f"{values['percent']}%"))
    paper.field("took", values["took"])
    paper.spare("mistakes", values["mistakes"])
    paper.rule()
    paper.field("moment", f"{values['date']} {values['time']}")
    paper.spare("digest", values["digest"])
    paper.add(paper.each("text.trainer")[0])
