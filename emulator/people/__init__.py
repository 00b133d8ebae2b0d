"""Cashier, cardholder, supervisor and support desk."""
