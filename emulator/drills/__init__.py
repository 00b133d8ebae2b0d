"""What a drill asks of a person, and what came of it: pure functions of scenario and trace."""
