"""Bytes and what they mean: ESC/POS and printed symbols; no sockets, no clock."""
