"""`python -m anmin.ops.prepare`: tables and, in an empty database, the demo county. A step of `anmin start`.

One process for all of it, because loading the application costs more than the work when there is nothing to do.
Leaves what the newcomer should read last in the file named on the command line.
"""

import argparse
import importlib.util
from pathlib import Path

from anmin.ops.progress import step


def prepare(welcome: Path, demo: bool) -> None:
    import django
    from django.core.management import call_command

    from anmin.ops.django import collect_seldom

    with step("数据表"):
        django.setup()
        collect_seldom()
        from anmin.ops import layout

        if layout.is_empty():
            layout.lay_out()
        call_command("migrate", interactive=False, verbosity=0)
    welcome.write_text("")
    if demo and importlib.util.find_spec("anmin.ops.demo"):
        from anmin.ops import demo as county

        with step("示范县"):
            county.ensure()
        welcome.write_text(county.welcome())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("welcome", type=Path)
    parser.add_argument("--demo", action="store_true")
    prepare(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
