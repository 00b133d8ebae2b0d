"""Lines to real equipment: serial ports, networks, pseudo-terminals, and what drives them."""
