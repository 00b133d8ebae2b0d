"""Where recordings of sessions are kept."""
