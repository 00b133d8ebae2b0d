"""A real printer in a simulated shop: what `posemu bridge` is made of."""
