"""Test kits that anybody's terminal or line must pass."""
