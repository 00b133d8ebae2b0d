"""Issuing banks, the clearing house, the merchant bank and the bank calendar."""
