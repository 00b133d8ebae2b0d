"""A drill in a session: hints, debriefing, certificate, log."""
