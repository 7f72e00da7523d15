"""Questions put into SQL once and asked many times: to write such SQL takes longer than to answer it.

What someone may see is part of the SQL, so a statement is kept for a `Viewer`: `@lru_cache` on a function of one that
returns a `Statement`. What differs from page to page is `GIVEN` in the question and handed over when it is asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

if TYPE_CHECKING:
    from anmin.kernel.access.api import User

GIVEN = -7_301_990_001  # stands in a question for the whole number that is given when it is asked; in text as text


@dataclass(frozen=True)
class Viewer:
    """Someone with these posts: whoever is equal may see and do the same."""

    holds: tuple
    who: "User" = field(compare=False)

    @classmethod
    def of(cls, who: "User") -> Self:
        posts = frozenset((post.role, post.area) for post in who.posts)
        kept = who.account.area if who.account.is_keeper else None
        return cls((posts, kept, who.only), who)


@dataclass(frozen=True, eq=False)
class Statement:
    """SQL with its parameters written in, and how what it reads becomes values. It holds no connection: every thread
    asks it by its own."""

    sql: str
    converters: dict[int, tuple[list[Callable], Any]] = field(default_factory=dict)
    known: dict[str, Any] | None = None
    select: list = field(default_factory=list)

    def rows(self, given: int | None = None) -> list[tuple]:
        """What the database answers now. `given` takes the place of `GIVEN`."""
        found = self._asked(self.sql, given)
        return list(map(self._converted, found)) if self.converters else found

    def things(self, given: int | None = None) -> list[Any]:
        """The same as rows of the model that was asked for, with those that `select_related` joined to them."""
        return [self._thing(row) for row in self.rows(given)]

    def count(self, given: int | None = None) -> int:
        """How many rows there are."""
        return sum(number for (number,) in self._asked(f"SELECT count(*) FROM ({self.sql}) AS counted", given))

    def _asked(self, sql: str, given: int | None) -> list[tuple]:
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(sql if given is None else sql.replace(str(GIVEN), str(int(given))))
            return cursor.fetchall()

    def _converted(self, row: tuple) -> tuple:
        values = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        return tuple(values)

    @cached_property
    def _thing(self) -> Callable[[tuple], Any]:
        """How a row becomes a thing, as Django does it for a query set."""
        known, select, alias = self.known, self.select, connection.alias
        first, last = known["select_fields"][0], known["select_fields"][-1] + 1
        names = [column.target.attname for column, *_ in select[first:last]]
        joined = get_related_populators(known, select, alias)

        def thing(row: tuple) -> Any:
            made = known["model"].from_db(alias, names, row[first:last])
            for each in joined:
                each.populate(row, made)
            return made

        return thing


def statement(rows: QuerySet) -> Statement:
    """The statement behind `rows`; one that cannot find anything asks nothing."""
    compiler = rows.query.get_compiler(rows.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return Statement("")
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    written = connections[rows.db].ops.compose_sql(sql, parameters)
    return Statement(written, converters, compiler.klass_info, compiler.select)
