"""Live monitoring: alarms that are raised by themselves, from what can be seen from outside."""
