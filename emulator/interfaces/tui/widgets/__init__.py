"""The pieces of the screen; each is given values and draws them."""
