"""Closed by default: every address has a declared permission, and every role holds at least one."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

from anmin.kernel.access import declare
from anmin.web.gate import permission_of


def addresses(patterns: list, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield path, pattern
        else:
            yield from addresses(pattern.url_patterns, path)


def test_every_address_has_a_declared_permission() -> None:
    found = list(addresses(get_resolver().url_patterns))
    undeclared = [path for path, pattern in found if permission_of(pattern.callback) is None]
    assert found
    assert not undeclared, f"no permission is declared for {undeclared}"


def test_every_role_of_the_staff_may_do_something_and_no_permission_names_an_unknown_role() -> None:
    permissions = [value for value in vars(declare).values() if isinstance(value, declare.Permission)]
    held = {role for permission in permissions for role in permission.roles}
    assert held == set(declare.STAFF)
    assert all(permission.sentence for permission in permissions)
