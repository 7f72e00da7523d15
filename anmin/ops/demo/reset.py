"""Empties a database that holds the demo county, so that it can be loaded anew. Refuses any other."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from anmin.ops.demo import load
from anmin.ops.trouble import Trouble


def empty_database() -> None:
    """Drops every table and makes them anew: history and its seals cannot be emptied in any gentler way."""
    if not load.is_there():
        if load.other_data():
            raise Trouble("这个库里不是示范县，而是真实数据，不能清空。")
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connection.close()
    name = connection.settings_dict["NAME"]
    anchor = "audit-anchor.json" if name == "anmin" else f"audit-anchor-{name}.json"
    (Path(settings.VAR_DIR) / anchor).unlink(missing_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
