"""What all parts stand on: simulated time, chance, the trace, ports, levers and power."""
