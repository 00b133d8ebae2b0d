"""Ways in: command line and pytest plug-in."""
