"""What a service's own register may do with dated numbers: enter those of a month under their source, once two people
have looked; and who is at work just now. Nothing is imported until it is asked.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any


def enter_span(
    service: str,
    area: str,
    values: Mapping[str, Any],
    *,
    since: date,
    until: date,
    doc: str,
    article: str,
    only_try: bool = False,
) -> None:
    """Enters a service's numbers (column → value) for a span of days in a county; the same span again is corrected.
    `only_try` says what would be refused and enters nothing.

    Runs inside `audit.acting`. Raises ValueError in words where a value does not fit its kind or spans overlap.
    """
    from anmin.kernel.law import api as law

    columns, rows = law.book().law(service).columns(), []
    for column, value in values.items():
        definition, category, label = columns[column]
        definition.check(value, label)
        rows.append({
            "key": definition.key, "category": category, "unit": definition.unit, "value": value, "area": area[:6],
            "urban_rural": "", "since": since, "until": until, "doc": doc, "article": article, "mark": "S",
        })  # fmt: skip
    try:
        law.tried_numbers(rows)
    except law.NumberError as error:
        raise ValueError(f"与已登记的数重叠：{error}") from None
    if not only_try:
        law.enter_numbers(rows)


def at_work() -> tuple[int | None, str]:
    """The account and name under which this transaction writes; a process has a name only."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nullif(current_setting('anmin.actor', true), '')::bigint, current_setting('anmin.actor_name', true)"
        )
        account, name = cursor.fetchone()
        return account, name or ""
