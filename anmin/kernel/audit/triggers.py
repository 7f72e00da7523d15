"""Puts history triggers on every table of the house after each migration, so that none can be forgotten."""

from pathlib import Path

from django.apps import apps
from django.db import connection, models

APPEND_ONLY = ("audit_entry", "audit_seal")
HIDDEN = {  # what history must not keep
    "access_account": "password,last_login",
    "access_secondfactor": "secret,recovery,last_step",
    "people_importfile": "content,found,errors",
}


def tracked() -> list[type[models.Model]]:
    """Every concrete model of the house except the history itself."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith(("anmin.", "tests.toy."))
        and model._meta.managed
        and model._meta.db_table not in APPEND_ONLY
    ]


def install(**_signal: object) -> None:
    """(Re)creates functions and triggers. Safe to run again; called after every `migrate`."""
    present = set(connection.introspection.table_names())
    if not present.issuperset(APPEND_ONLY):
        return
    with connection.cursor() as cursor:
        cursor.execute(Path(__file__).with_name("history.sql").read_text("utf8"))
        for table in APPEND_ONLY:
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()"
            )
        for model in tracked():
            table, key = model._meta.db_table, model._meta.pk.column
            if table in present:
                cursor.execute(_triggers_for(table, key))
        for table in (*APPEND_ONLY, *(model._meta.db_table for model in tracked())):
            if table in present:  # to replace a trigger that was switched off does not switch it on
                cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def _triggers_for(table: str, key: str) -> str:
    rows = {
        "INSERT": "NEW TABLE AS new_rows",
        "UPDATE": "NEW TABLE AS new_rows",
        "DELETE": "OLD TABLE AS old_rows",
    }
    told = f"'{key}', '{HIDDEN[table]}'" if table in HIDDEN else f"'{key}'"
    made = [
        f'CREATE OR REPLACE TRIGGER audit_{event.lower()} AFTER {event} ON "{table}" REFERENCING {alias} '
        f"FOR EACH STATEMENT EXECUTE FUNCTION audit_note_change({told})"
        for event, alias in rows.items()
    ]
    made.append(
        f'CREATE OR REPLACE TRIGGER audit_truncate BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()"
    )
    return ";".join(made)
