"""Finding out what a real printer is and how to talk to it: what `posemu doctor` is made of."""
