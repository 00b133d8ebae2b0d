"""The device: bytes, time and hands in; paper, answers and trouble out. No clock of its own."""
