"""A line between two parts; rules decide the fate of each message."""
