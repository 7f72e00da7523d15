"""Addresses found by their first part: the desk has hundreds, and trying one after another costs more than many a page."""

from collections import defaultdict
from collections.abc import Sequence

from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern


class ByFirstPart(URLResolver):
    """The given patterns in their order, of which only those are tried that begin as the address does."""

    def __init__(self, patterns: Sequence[URLPattern | URLResolver]) -> None:
        super().__init__(RoutePattern(""), list(patterns))
        self.beginning: dict[str, list[URLPattern | URLResolver]] = defaultdict(list)
        for each in patterns:
            self.beginning[_first(str(each.pattern).removeprefix("^"))].append(each)

    def resolve(self, path: str) -> ResolverMatch:
        """The view at `path`. Raises Resolver404 where there is none."""
        for each in self.beginning.get(_first(path), ()):
            try:
                match = each.resolve(path)
            except Resolver404:
                continue
            if match:
                return match
        raise Resolver404({"path": path, "tried": []})


def _first(path: str) -> str:
    return path.partition("/")[0]
