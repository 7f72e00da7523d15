"""Dated rules and numbers: one rule text reckons one household with reasons, or a whole population in columns."""
