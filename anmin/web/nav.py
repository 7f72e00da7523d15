"""The desk's navigation: what the user may do, in the order of a working day. What one may not do is not shown."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from anmin.kernel.access.declare import (
    IMPORT_PEOPLE,
    SEE_AUDIT,
    SEE_FIGURES,
    SIGNED_IN,
    Permission,
)
from anmin.kernel.screens.api import registers

GROUPS = ("办理", "家庭人员", "资金", "计划与目标", "台账", "规则与监督")


@dataclass(frozen=True)
class Entry:
    """A page in the navigation. `page` is its URL name."""

    page: str
    label: str
    permission: Permission
    group: str
    icon: str = "circle"
    place: int = 50


PAGES: list[Entry] = [
    Entry("desk", "我的工作", SIGNED_IN, "办理", "inbox", 0),
    Entry("imports", "导入名册", IMPORT_PEOPLE, "家庭人员", "file-earmark-arrow-up", 60),
    Entry("county", "指标", SEE_FIGURES, "办理", "bar-chart-line", 10),
    Entry("traces", "留痕", SEE_AUDIT, "规则与监督", "shield-check", 20),
]


@dataclass(frozen=True)
class Shown:
    label: str
    href: str
    icon: str
    here: bool


def entries() -> list[Entry]:
    """Pages and registers, in order."""
    lists = [
        Entry(f"{r.name}-list", r.label, r.permission, r.group, r.icon, 30) for r in registers().values() if r.group
    ]
    return sorted([*PAGES, *lists], key=lambda e: (GROUPS.index(e.group) if e.group in GROUPS else 99, e.place))


def navigation(request: HttpRequest) -> list[tuple[str, list[Shown]]]:
    """Groups with the entries that the signed-in user may open; the one that leads here is marked."""
    allowed = [(e, _address(e.page)) for e in entries() if request.who.may(e.permission)]
    fitting = [href for _, href in allowed if href and request.path.startswith(href)]
    here = max(fitting, key=len, default="")
    groups: dict[str, list[Shown]] = {}
    for entry, href in allowed:
        if href:
            groups.setdefault(entry.group, []).append(Shown(entry.label, href, entry.icon, href == here))
    return list(groups.items())


def _address(page: str) -> str:
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""  # a page that this installation does not serve
