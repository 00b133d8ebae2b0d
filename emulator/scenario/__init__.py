"""What a scenario file says, and the reader that explains what is wrong with one."""
