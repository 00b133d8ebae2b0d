"""What screens draw: one run as plain values, fed by its events."""
