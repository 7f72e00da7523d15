"""Amounts as reports hold them."""


class Fen(int):
    """An amount in fen, shown in 元."""
