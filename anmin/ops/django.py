"""Makes the database and Django ready for a command."""

import os


def set_up() -> None:
    """Starts the embedded database where none is given, and loads the application once."""
    from anmin.ops.database import ensure_started

    ensure_started()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anmin.conf.settings")
    import django

    django.setup()
