"""公益劳动: who took part and who did not, kept only where the county's number switches it on.

It has no basis in the law of 2021 and changes no amount of itself: a refusal is something for a review to look into.
"""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import CHECK_REVIEWS
from anmin.kernel.law.api import stored_numbers
from anmin.kernel.month.review_models import Labour
from anmin.kernel.month.reviews import ReviewRefused, declared
from anmin.kernel.people.api import WORKS_FROM, Household, Person, age, members_on
from anmin.kernel.service import register


def kept_for(household: Household, programme: str, day: date) -> bool:
    """Whether the place keeps such records for a programme on a day."""
    words = declared(programme)
    if words is None or not words.labour:
        return False
    row = stored_numbers().find(f"{programme}.{words.labour}", day, household.area, household.urban_rural)
    return bool(row and row.value)


def keeps_labour(household: Household, day: date) -> bool:
    """Whether the place keeps such records for any programme at all on a day; asks no database but for the numbers."""
    return any(kept_for(household, name, day) for name, kind in register().items() if kind.reviews)


def note_labour(
    household: Household, person: Person, programme: str, *, who: User, on: date, work: str, hours: int, refused_for: str = ""
) -> Labour:  # fmt: skip
    """Notes one day's work of a member, or why they did not come. Runs inside `audit.acting`."""
    who.require(CHECK_REVIEWS, household.area)
    if not kept_for(household, programme, on):
        raise ReviewRefused("本地没有启用公益劳动登记（2021年办法没有这项依据，由参数决定）。")
    if person.pk not in [member.person_id for member in members_on(household, on)]:
        raise ReviewRefused(f"{person.name}在 {on} 不是该家庭的成员。")
    if on > timezone.localdate():
        raise ReviewRefused("日期不能晚于今天，只登记已经过去的劳动。")
    if age(person.born_on, on) < WORKS_FROM:
        raise ReviewRefused(f"{person.name}当日未满 {WORKS_FROM} 周岁，不参加公益劳动（劳动法第十五条）。")
    if not work.strip() or (hours <= 0 and not refused_for.strip()) or hours > 24:
        raise ReviewRefused("请写明劳动内容和小时数；没有参加的写明原因。")
    return Labour.objects.create(
        household=household, person=person, programme=programme, on=on, work=work.strip(), hours=hours,
        refused_for=refused_for.strip(), noted_by=who.account,
    )  # fmt: skip


def labour_of(household: Household) -> QuerySet[Labour]:
    """The records of a household, the newest first."""
    return Labour.objects.filter(household=household).select_related("person", "noted_by").order_by("-on", "-id")
