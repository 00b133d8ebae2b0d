"""What an instructor can do to a session, beside it or over a socket."""
