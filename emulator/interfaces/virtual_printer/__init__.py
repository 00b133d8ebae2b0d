"""The front of `posemu printer`: lines in, paper out, keys and faults."""
