"""Triggers and the injector: when and how trouble comes."""
