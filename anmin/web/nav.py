"""The desk's navigation: what the user may do, in the order of a working day. What one may not do is not shown."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from anmin.kernel.access.api import Viewer
from anmin.kernel.access.declare import (
    CONFIRM_NUMBERS,
    DRAFT_NUMBERS,
    IMPORT_PEOPLE,
    MAKE_ROLL,
    SEE_ACCOUNTS,
    SEE_AUDIT,
    SEE_BUDGETS,
    SEE_FIGURES,
    SIGNED_IN,
    SIMULATE,
    Permission,
)
from anmin.kernel.screens.api import registers

ITEM = '<li><a href="{}"{}><i class="bi bi-{}" aria-hidden="true"></i>{}</a></li>'
GROUP = "<details{}><summary>{}</summary><ul>{}</ul></details>"
GROUPS = ("办理", "家庭人员", "资金", "计划与目标", "台账", "规则与监督")
DAILY = ("办理", "家庭人员", "资金", "计划与目标")  # a long menu folds the others until one is there
FEW = 24


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
    Entry("budgets", "资金与预算", SEE_BUDGETS, "资金", "wallet2", 60),
    Entry("follow-home", "物价补贴月份", MAKE_ROLL, "资金", "arrow-repeat", 70),
    Entry("whatif-studies", "推演", SIMULATE, "规则与监督", "calculator", 10),
    Entry("lawchanges", "标准调整", DRAFT_NUMBERS, "规则与监督", "sliders", 5),
    Entry("lawchanges", "标准调整", CONFIRM_NUMBERS, "规则与监督", "sliders", 5),
    Entry("accounts-list", "账号与岗位", SEE_ACCOUNTS, "规则与监督", "person-badge", 30),
    Entry("traces", "留痕", SEE_AUDIT, "规则与监督", "shield-check", 20),
]


def entries() -> list[Entry]:
    """Pages and registers, in order."""
    lists = [
        Entry(f"{r.name}-list", r.label, r.permission, r.group, r.icon, 30) for r in registers().values() if r.group
    ]
    return sorted([*PAGES, *lists], key=lambda e: (_row(e.group), e.place))


def _row(group: str) -> float:
    """Groups that a service brings stand between the registers and the rules, those of one name together."""
    return GROUPS.index(group) if group in GROUPS else len(GROUPS) - 1.5


def navigation(request: HttpRequest) -> SafeString:
    """Groups with the entries that the signed-in user may open; the one that leads here is marked.

    The first page lies above all others, so it is marked only on itself.
    """
    return _drawn(request.who.viewer, _here(request.who.viewer, request.path))


@lru_cache(maxsize=10_000)
def _here(viewer: Viewer, path: str) -> str:
    """The entry that leads to a page or to what lies nearest above it."""
    first = reverse("desk")
    fitting = [href for _, href in _allowed(viewer) if path.startswith(href) and (href != first or path == first)]
    return max(fitting, key=len, default="")


@lru_cache(maxsize=1_000)
def _allowed(viewer: Viewer) -> tuple[tuple[Entry, str], ...]:
    held = {name for name, permission in _permissions().items() if viewer.who.may(permission)}
    return tuple(place for place in _places() if place[0].permission.name in held)


@cache
def _places() -> tuple[tuple[Entry, str], ...]:
    """Entries with their addresses, without pages that this installation does not serve."""
    places = []
    for entry in entries():
        with suppress(NoReverseMatch):
            places.append((entry, reverse(entry.page)))
    return tuple(places)


@cache
def _permissions() -> dict[str, Permission]:
    """By name; many entries need the same."""
    return {entry.permission.name: entry.permission for entry, _ in _places()}


@lru_cache(maxsize=1_000)
def _drawn(viewer: Viewer, here: str) -> SafeString:
    """Every page shows it and few differ, so it is written once for those who may do the same."""
    allowed = _allowed(viewer)
    groups: dict[str, list[SafeString]] = {}
    for entry, href in allowed:
        mark = SafeString(' aria-current="page"' if href == here else "")
        groups.setdefault(entry.group, []).append(format_html(ITEM, href, mark, entry.icon, entry.label))
    here_in = next((entry.group for entry, href in allowed if href == here), "")
    shown = {*DAILY, here_in} if len(allowed) > FEW else set(groups)
    told = ((SafeString(" open" if g in shown else ""), g, SafeString("".join(items))) for g, items in groups.items())
    return format_html_join("", GROUP, told)
