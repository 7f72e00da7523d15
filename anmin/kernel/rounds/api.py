"""The door of the rounds room: who is looked at, drawn so that anyone can draw again and find the same."""

from anmin.kernel.rounds.draw import METHOD, draw, pool_digest

__all__ = ["METHOD", "draw", "pool_digest"]
