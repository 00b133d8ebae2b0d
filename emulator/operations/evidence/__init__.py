"""The evidence of a disputed payment: chosen from a recording, bundled, verified and weighed."""
