"""Drivers of simulated time."""
