"""A session that a person takes part in, and what may be known and done around it."""
