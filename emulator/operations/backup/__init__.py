"""The takings' records outside the terminal: backed up, sealed, proven and restored."""
