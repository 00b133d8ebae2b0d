"""From a recorded session to a scenario that needs nobody."""
