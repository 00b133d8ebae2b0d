"""The interpreter: what ESC/POS tokens mean for the paper."""
