"""The list of those who reach 80, 90 or 100 soon: drawn up set-wise, kept true to who receives, fed into reviews."""

from datetime import date, timedelta

from anmin.kernel.month.declare import look_again, recipients_among
from anmin.kernel.people.declare import number_of, registered_counties, turning
from anmin.services.elder_allowance.models import Turning

PROGRAMME = "elder_allowance"
BANDS = ("eighty", "ninety", "hundred")


def month_after(day: date, months: int = 1) -> date:
    """The first day of the month so many months after `day`."""
    place = day.year * 12 + day.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def tonight(on: date) -> int:
    """The lists of every county in which anyone is registered; returns how many persons are new on them."""
    return sum(draw_up(county, on=on) for county in registered_counties())


def draw_up(county: str, *, on: date) -> int:
    """Lists everyone registered in the county who reaches a band up to the months that the county looks ahead.

    Returns how many are new. Those who receive already are reviewed in the month before the new band counts. A few
    statements whatever the number of persons; the same day again changes nothing. Runs inside `audit.acting`.
    """
    ahead = number_of(PROGRAMME, "turning_ahead_months", on=on, area=county) or 1
    ages = [number_of(PROGRAMME, f"band_age_{band}", on=on, area=county) for band in BANDS]
    last = month_after(on, ahead + 1) - timedelta(days=1)
    found = turning([a for a in ages if a], first=on.replace(day=1), last=last, on=on, prefix=county)
    known = set(Turning.objects.filter(person__in=[t.person_id for t in found]).values_list("person_id", "years"))
    new = [t for t in found if (t.person_id, t.years) not in known]
    paid = recipients_among(PROGRAMME, [t.household_id for t in new if t.household_id], on=on)
    Turning.objects.bulk_create(
        Turning(
            person_id=t.person_id, household_id=t.household_id, area=t.area, years=t.years, turns_on=t.on,
            receiving=t.household_id in paid and t.years != min(ages),
        )
        for t in new
    )  # fmt: skip
    follow(county, on=on)
    return len(new)


def follow(county: str, *, on: date) -> None:
    """Marks who receives by now, and has those looked at again whose next band counts from the coming month."""
    rows = Turning.objects.filter(area__startswith=county, household__isnull=False)
    waiting = rows.filter(state__in=[Turning.State.OPEN, Turning.State.TOLD], receiving=False)
    paid = recipients_among(PROGRAMME, waiting.values_list("household_id", flat=True), on=on)
    waiting.filter(household__in=paid, turns_on__lte=on).update(state=Turning.State.PAID, receiving=True)
    due = rows.filter(state=Turning.State.OPEN, receiving=True, turns_on__lte=_counts_next(county, on)).order_by("pk")
    whys = {
        t.household_id: f"{t.person.name} {t.turns_on} 满{t.years}周岁，津贴升档" for t in due.select_related("person")
    }
    opened = look_again(PROGRAMME, whys, on=on)
    due.filter(household__in=opened).update(state=Turning.State.REVIEW)


def _counts_next(county: str, on: date) -> date:
    """The last birthday whose band counts for the payment of the coming month."""
    if number_of(PROGRAMME, "age_rule", on=on, area=county) == "turning_month":
        return month_after(on, 2) - timedelta(days=1)
    return month_after(on) - timedelta(days=1)


def save(row: Turning, values: dict[str, object]) -> Turning:
    """A clerk says what was done. Raises ValueError where only the house itself may say it."""
    if values["state"] in (Turning.State.REVIEW, Turning.State.PAID) and values["state"] != row.state:
        raise ValueError("“已列入复核”和“已享受”由系统登记，请选待通知、已通知或不符合。")
    if values["state"] == Turning.State.CLOSED and not str(values.get("note") or "").strip():
        raise ValueError("不符合或不申请的，请写明理由。")
    row.state, row.note = values["state"], values.get("note") or ""
    row.full_clean()
    row.save()
    return row
