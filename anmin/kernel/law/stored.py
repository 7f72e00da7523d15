"""Dated numbers as the installation holds them: loaded once from the files, from then on edited in the desk."""

from functools import lru_cache

from django.db import connection, transaction
from django.db.models import Count, Sum

from anmin.kernel.law.api import numbers
from anmin.kernel.law.models import Number
from anmin.kernel.law.numbers import NumberTable

FIELDS = ("key", "area", "urban_rural", "category", "value", "unit", "doc", "article", "mark", "since", "until")


def load_numbers() -> int:
    """Adds the files' rows that the database does not have; rows edited here stay."""
    rows = [Number(**{name: getattr(row, name) for name in FIELDS}) for row in numbers().rows()]
    before = Number.objects.count()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('anmin.actor_name', '安装', true)")  # audit lies above this room
        Number.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return Number.objects.count() - before


def stored_numbers() -> NumberTable:
    """The table in force, read again only after a change."""
    stamp = Number.objects.aggregate(n=Count("id"), r=Sum("revision"))
    return _read(stamp["n"], stamp["r"] or 0)


@lru_cache(maxsize=2)
def _read(count: int, revision: int) -> NumberTable:
    return NumberTable.from_rows(Number.objects.values(*FIELDS))
