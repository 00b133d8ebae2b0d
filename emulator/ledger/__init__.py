"""Double-entry book: append only, always balanced."""
