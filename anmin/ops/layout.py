"""Our tables in an empty database, laid out at once.

Applying every migration one by one renders all models again for each; an empty database gets the tables as the models
stand, then what migrations say in SQL (guards, triggers), and every migration of ours noted as applied. `migrate` does
the rest. A test holds the result against the migrations.
"""

import io

from django.apps import apps
from django.core.management.commands.migrate import Command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL
from django.db.migrations.recorder import MigrationRecorder

EXTENSIONS = ("btree_gist", "pg_trgm")


def is_empty() -> bool:
    """Whether nothing was ever laid out here."""
    return not connection.introspection.table_names()


def lay_out() -> None:
    """All of it or, when interrupted, nothing."""
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("anmin.")}
    command = Command(stdout=io.StringIO())
    command.verbosity = 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            for name in EXTENSIONS:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        command.sync_apps(connection, ours)
        _say_in_sql(ours)


def _say_in_sql(ours: set[str]) -> None:
    """What only SQL can say, in the order of the migrations; then they count as applied."""
    loader, recorder = MigrationLoader(connection), MigrationRecorder(connection)
    state = loader.project_state()
    order = [key for leaf in loader.graph.leaf_nodes() for key in loader.graph.forwards_plan(leaf)]
    with connection.schema_editor() as editor:
        for label, name in dict.fromkeys(key for key in order if key[0] in ours):
            for operation in loader.get_migration(label, name).operations:
                if isinstance(operation, RunSQL):
                    operation.database_forwards(label, editor, state, state)
            recorder.record_applied(label, name)
