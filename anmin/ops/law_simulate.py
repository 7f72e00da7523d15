"""`anmin law simulate`: what other numbers, or another version of a rule, would cost and change. Touches nothing real."""

import click


@click.command("simulate")
def simulate() -> None:
    """推演(开发中)。"""
    raise SystemExit(2)
