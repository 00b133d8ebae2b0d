"""Plain values of the shop: no simulator, no input or output."""
