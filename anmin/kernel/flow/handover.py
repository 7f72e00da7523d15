"""Work that bears the name of an officer goes to a successor when that officer leaves or moves."""

from dataclasses import dataclass, field
from datetime import date

from django.apps import apps
from django.db.models import Count, QuerySet, Value

from anmin.kernel.access.api import ROLES, Account, User, user_of
from anmin.kernel.access.declare import KEEPER, STAFF, Carried
from anmin.kernel.audit.api import acting, history
from anmin.kernel.flow.models import Case
from anmin.kernel.people.api import Kin, Membership
from anmin.kernel.places.api import within
from anmin.kernel.service import register

CASES = Carried("在办案件", "件", "flow.Case", "officer", (("closed_on__isnull", True),))
CLOCKS = Carried(
    "督办的时限", "项", "flow.CaseClock", "escalated_to", (("stopped_on__isnull", True),),
    area="case__area", household="case__household",
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """Open work of one kind that an account answers for."""

    label: str
    unit: str
    count: int


@dataclass(frozen=True)
class Passed:
    """A case went from one officer to another: when, by whom, why, from and to by name."""

    at: object
    by: str
    reason: str
    before: str
    after: str


@dataclass
class Handed:
    """What went to the successor, and why the rest did not: sentences."""

    moved: list[Held] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(each.count for each in self.moved)


def carried() -> tuple[Carried, ...]:
    """All kinds of work that bear a name: the flow's own and those that services declare."""
    return (CASES, CLOCKS, *(each for service in register().values() for each in service.carries))


def open_work(account: Account, area: str = "") -> list[Held]:
    """What the account answers for now (inside `area`), kinds without any left out."""
    kinds = carried()
    counts = [
        _rows(each, account, area).order_by().values(_kind=Value(place)).annotate(_count=Count("pk")).values_list("_kind", "_count")
        for place, each in enumerate(kinds)
    ]  # fmt: skip
    found = sorted(counts[0].union(*counts[1:], all=True))
    return [Held(kinds[place].label, kinds[place].unit, count) for place, count in found if count]


def cases_held(accounts: list[int]) -> dict[int, int]:
    """Open cases by the account that answers for them."""
    rows = Case.objects.filter(officer__in=accounts, closed_on__isnull=True).order_by()
    return dict(rows.values_list("officer").annotate(Count("pk")))


def passed_on(case: Case) -> list[Passed]:
    """How a case changed hands since it was opened, newest first."""
    changes = [
        c for c in history("flow_case", case.pk) if c.before and c.before["officer_id"] != c.content["officer_id"]
    ]
    ids = {content["officer_id"] for c in changes for content in (c.before, c.content) if content}
    names = dict(Account.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [
        Passed(c.at, c.actor_name, c.reason, names[c.before["officer_id"]], names[c.content["officer_id"]])
        for c in changes
        if c.before
    ]


def answering() -> QuerySet:
    """The accounts that answer for an open case, to be asked for in another question."""
    return Case.objects.filter(closed_on__isnull=True).values("officer")


def hand_over(account: Account, to: Account, *, who: User, on: date, area: str = "") -> Handed:
    """Gives the open work of `account` (inside `area`) to `to`, as far as the successor's posts reach and no near relative is concerned.

    What cannot go stays, and is told. Raises ValueError where the successor cannot take anything.
    """
    if to.pk == account.pk or not to.is_active:
        raise ValueError("请选择另一名在职的人接手。")
    roles = {post.role for post in account.posts.all()} or set(STAFF)
    reach = [post.area for post in user_of(to, on).posts if post.role in roles and who.may(KEEPER, post.area)]
    if not reach:
        named = "、".join(ROLES[role] for role in STAFF if role in roles)
        raise ValueError(f"{to.name}在 {on} 没有您管理范围内的{named}岗位，不能接手。请先任命，或另选一人。")
    kin = _homes_of_kin(to)
    handed = Handed()
    with acting(who.actor, reason=f"{account.name}的工作移交{to.name}"):
        for each in carried():
            _hand(each, _rows(each, account, area), to, reach, kin, on, handed)
    return handed


def _hand(
    each: Carried, rows: QuerySet, to: Account, reach: list[str], kin: list[int], on: date, handed: Handed
) -> None:
    near = rows.filter(within(reach, each.area))
    movable = near.exclude(**{f"{each.household}__in": kin})
    total, inside, free = rows.count(), near.count(), movable.count()
    if total > inside:
        handed.left.append(f"{each.label} {total - inside} {each.unit}不在{to.name}的辖区")
    if inside > free:
        handed.left.append(f"{each.label} {inside - free} {each.unit}涉及{to.name}的近亲属，须回避")
    if free:
        _renew(each, movable, to, on) if each.dated else movable.update(**{each.account: to})
        handed.moved.append(Held(each.label, each.unit, free))


def _renew(each: Carried, rows: QuerySet, to: Account, on: date) -> None:
    """Rows with days of their own end and begin anew under the other name, so that it stays known who held them when."""
    fresh = list(rows)
    rows.update(until=on)
    for row in fresh:
        row.pk, row.since = None, max(on, row.since)
        setattr(row, each.account, to)
    type(fresh[0]).objects.bulk_create(fresh)


def _homes_of_kin(account: Account) -> list[int]:
    """Households in which a near relative of the account lives now."""
    relatives = Kin.objects.filter(account=account).values("person")
    return list(Membership.objects.filter(person__in=relatives, until__isnull=True).values_list("household", flat=True))


def _rows(each: Carried, account: Account, area: str) -> QuerySet:
    rows = apps.get_model(each.source).objects.filter(**{each.account: account}, **dict(each.open))
    return rows.filter(within([area], each.area)) if area else rows
