"""The fictional county: people, cases and payments made by a seeded generator, through the same doors as real ones."""


def ensure() -> None:
    """Loads the county where nothing is yet; an installation with data of its own is left alone. Needs Django."""
    from anmin.ops.demo import load

    load.ensure()


def welcome() -> str:
    """The demo accounts and what to look at first; empty where the county was not loaded. Needs Django."""
    from anmin.ops.demo import load

    return load.welcome()
