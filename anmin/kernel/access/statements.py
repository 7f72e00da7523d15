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
from django.db.models.sql.compiler import SQLCompiler

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
    """SQL with its parameters written in, and how what it reads becomes values."""

    sql: str
    compiler: SQLCompiler

    def rows(self, given: int | None = None) -> list[tuple]:
        """What the database answers now. `given` takes the place of `GIVEN`."""
        found = self._asked(self.sql, given)
        if self._converters:
            return list(map(tuple, self.compiler.apply_converters(found, self._converters)))
        return found

    def things(self, given: int | None = None) -> list[Any]:
        """The same as rows of the model that was asked for, with those that `select_related` joined to them."""
        return list(map(self._thing, self.rows(given)))

    def count(self, given: int | None = None) -> int:
        """How many rows there are."""
        return sum(number for (number,) in self._asked(f"SELECT count(*) FROM ({self.sql}) AS counted", given))

    def _asked(self, sql: str, given: int | None) -> list[tuple]:
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(sql if given is None else sql.replace(str(GIVEN), str(int(given))))
            return cursor.fetchall()

    @cached_property
    def _converters(self) -> dict[int, Any]:
        return self.compiler.get_converters([column for column, *_ in self.compiler.select]) if self.sql else {}

    @cached_property
    def _thing(self) -> Callable[[tuple], Any]:
        """How a row becomes a thing, as Django does it for a query set."""
        known, select, alias = self.compiler.klass_info, self.compiler.select, self.compiler.using
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
        return Statement("", compiler)
    return Statement(connections[rows.db].ops.compose_sql(sql, parameters), compiler)
