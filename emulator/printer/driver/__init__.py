"""The host's side: slips in, bytes out, and an honest word on what became of each slip."""
