"""
What to do about each documented symptom, as a flow chart that is made from proven runs.

    scenario and what it proves -> branch -> tree of all branches -> chart in a language
                                                                  -> Mermaid, SVG, PNG, page, JSON

Nothing here is written by hand: a check, a cause or a remedy stands on a chart because a run has
just shown that it tells, harms or helps. Left out: whatever is documented and not proven.
"""
