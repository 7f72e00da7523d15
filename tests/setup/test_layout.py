"""An empty database laid out at once is the one that the migrations make."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.db import connection

from tests.architecture.tree import ROOT

CATALOG = {
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prolang IN"
    " (SELECT oid FROM pg_language WHERE lanname IN ('sql', 'plpgsql'))",
    "migrations": "SELECT app, name FROM django_migrations",
    "numbers": "SELECT key, area, since, value::text FROM law_number",
}
MIGRATE = [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--no-input"]


@pytest.mark.django_db
def test_tables_laid_out_at_once_are_those_of_the_migrations() -> None:
    """The database of the tests was laid out at once; another is migrated here."""
    here = connection.connection or connection.cursor().connection
    name = f"{here.info.dbname}_migrated"
    options = {"host": here.info.host, "port": here.info.port, "user": here.info.user, "password": here.info.password}
    with psycopg.connect(dbname="postgres", autocommit=True, **options) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            url = f"postgresql://{here.info.user}:{here.info.password}@/{name}?host={here.info.host}&port={here.info.port}"
            environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "anmin.conf.settings"}
            subprocess.run(MIGRATE, check=True, cwd=ROOT, env=environment)
            with psycopg.connect(dbname=name, **options) as migrated:
                for what, question in CATALOG.items():
                    ours, theirs = set(here.execute(question)), set(migrated.execute(question))
                    assert ours == theirs, (what, sorted(map(str, ours ^ theirs))[:6])
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
