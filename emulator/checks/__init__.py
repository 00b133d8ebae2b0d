"""Pure functions of the trace: money, paper, protocol, recovery, liveness."""
