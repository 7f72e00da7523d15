"""Lines of progress."""

import contextlib
import sys
import time
from collections.abc import Iterator

import click


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """A line when it begins, and the same line with its seconds when it is done."""
    begin = time.monotonic()
    terminal = sys.stdout.isatty()
    click.echo(f"  … {name}", nl=not terminal)
    yield
    click.echo(f"{chr(13) if terminal else ''}  ✓ {name}  {time.monotonic() - begin:.1f} 秒")
