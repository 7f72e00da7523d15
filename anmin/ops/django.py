"""Makes the database and Django ready for a command."""

import gc
import os


def set_up() -> None:
    """Starts the embedded database where none is given, and loads the application once."""
    from anmin.ops.database import ensure_started

    ensure_started()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anmin.conf.settings")
    import django

    django.setup()
    collect_seldom()


def collect_seldom() -> None:
    """What start-up loaded stays, and a county's rows come by the hundred thousand: seldom is there garbage among them."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
