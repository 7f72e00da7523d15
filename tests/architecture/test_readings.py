"""What rooms offer to be read set-wise gives the columns that it promises, and services read nothing else by its table."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2] / "anmin"
OFFERS = [
    (path.parent.name, name)
    for path in sorted(ROOT.glob("kernel/*/readings.py"))
    for name in import_module(f"anmin.kernel.{path.parent.name}.readings").READINGS
]
TABLES = re.compile(r"\b(?:FROM|JOIN)\s+(people|flow|funds|means|access|places|month)_\w+")


@pytest.mark.django_db
@pytest.mark.parametrize(("room", "name"), OFFERS)
def test_a_selection_gives_the_columns_it_promises(room, name):
    columns, text = import_module(f"anmin.kernel.{room}.readings").READINGS[name]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({text}) AS offered LIMIT 0")
        assert tuple(column.name for column in cursor.description) == columns


def test_no_service_names_a_table_of_the_kernel():
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in sorted(ROOT.glob("services/*/*.py"))
        for match in TABLES.finditer(path.read_text())
    ]
    assert not found
