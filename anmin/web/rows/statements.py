"""Questions put into SQL once and asked many times: to write such SQL takes longer than to answer it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from anmin.kernel.access.api import User


@dataclass(frozen=True)
class Statement:
    """SQL with its parameters, and how what it reads becomes values."""

    sql: str
    given: tuple
    compiler: SQLCompiler
    converters: dict[int, Any]

    def rows(self) -> list[tuple]:
        """What the database answers now."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.given)
            found = cursor.fetchall()
        return list(map(tuple, self.compiler.apply_converters(found, self.converters))) if self.converters else found


def statement(rows: QuerySet) -> Statement:
    """The statement behind `rows` of a `values_list`; one that cannot find anything asks nothing."""
    compiler = rows.query.get_compiler(rows.db)
    try:
        sql, given = compiler.as_sql()
    except EmptyResultSet:
        return Statement("", (), compiler, {})
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    return Statement(sql, given, compiler, converters)


def holds(who: User) -> tuple:
    """What decides which rows someone may see: users for whom it is equal see the same."""
    return frozenset((post.role, post.area) for post in who.posts), who.account.is_keeper, who.only
