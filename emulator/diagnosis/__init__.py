"""Finds the cause of what somebody sees at the till, by what simulated runs have taught."""
