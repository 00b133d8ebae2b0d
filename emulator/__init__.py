"""A simulated card-payment shop with fault injection."""

__version__ = "0.1.0"
