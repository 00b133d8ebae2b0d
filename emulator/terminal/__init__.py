"""The terminal: boots, signs in, serves the menu, journals, reverses, settles, reprints."""
