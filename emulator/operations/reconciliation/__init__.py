"""Reconciliation: what terminal, acquirer and banks have on record, held against each other."""
