"""A recorded run to be watched forwards and backwards."""
