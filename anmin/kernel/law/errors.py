"""Errors of this room. Each message is Chinese and says what is wrong, where, and what to do."""


class LawError(Exception):
    """A rule, a number or a fact does not fit; nothing was reckoned."""


class RuleRefused(LawError):
    """A rule lies outside what every engine can run alike; refused when it is loaded."""


class NumberError(LawError):
    """A dated number is malformed, missing or given twice."""


class FactError(LawError):
    """What is said about a household is incomplete, unknown or out of range."""
