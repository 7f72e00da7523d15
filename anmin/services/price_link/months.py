"""From published indices to months that run or stop: entered by one, confirmed by another, then told month by month."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from anmin.kernel.declare import each_recipient, judge, today
from anmin.kernel.lawchange.declare import at_work, enter_span
from anmin.kernel.people.declare import number_of, registered_counties
from anmin.services.price_link.models import Due, IndexMonth
from anmin.services.price_link.service import FOLLOWED

PROGRAMME = "price_link"
INDICES = {"cpi": "cpi_bp", "food": "food_bp", "scpi": "scpi_bp"}
BACK = 24  # months whose numbers came in without this register
COUNTED_AGAIN = 2  # months whose recipients may still change
State, Course = IndexMonth.State, IndexMonth.Course


def last_of(month: date) -> date:
    """The month's last day, by whose law it is reckoned."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def before(month: date, months: int = 1) -> date:
    """The first day of the month so many months before."""
    place = month.year * 12 + month.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def points(text: Any) -> int:
    """A per cent as people write it, in basis points. Raises ValueError.

    >>> points("3.6%"), points("-1.25")
    (360, -125)
    """
    plain = str(text).strip().replace("％", "%").replace("－", "-").removesuffix("%")
    try:
        found = Decimal(plain) * 100
    except InvalidOperation:
        raise ValueError(f"“{text}”应写成百分数，例如 3.6，下降写 -1.2。") from None
    if found != found.to_integral_value() or abs(found) > 10_000:
        raise ValueError(f"“{text}”最多两位小数，在 -100 至 100 之间。")
    return int(found)


def shown(bp: int) -> str:
    """Basis points as they are entered."""
    return f"{Decimal(bp) / 100:.2f}"


def enter(row: IndexMonth, values: dict[str, Any]) -> IndexMonth:
    """A month's indices, or a correction: it waits for another officer. Raises ValueError in words."""
    row.month = (values["month"] if row.pk is None else row.month).replace(day=1)
    if row.month >= today().replace(day=1):
        raise ValueError("这个月还没有过完，指数还没有公布。")
    for name in INDICES:
        setattr(row, name, shown(points(values[name])))
    row.source, row.published_on, row.note = values["source"].strip(), values["published_on"], values.get("note") or ""
    if row.published_on <= row.month or row.published_on > today():
        raise ValueError("公布日期应在指数所属月之后，不晚于今天。")
    _enter_numbers(row, only_try=True)
    row.state, row.confirmed_by_id, row.confirmed_on = State.DRAFT, None, None
    row.entered_by_id, _ = at_work()
    row.area = _county()
    row.full_clean(exclude=[f.name for f in row._meta.fields if f.name not in values])
    row.save()
    return row


def decide(row: IndexMonth, values: dict[str, Any]) -> IndexMonth:
    """The second officer: the numbers hold from now on and every month is told anew. Raises ValueError in words."""
    account, _ = at_work()
    if row.state == State.CONFIRMED:
        raise ValueError("这个月的指数已经确认；要更正的，请登记的人在“价格指数（各月）”里改，再来确认。")
    if account is not None and account == row.entered_by_id:
        raise ValueError("登记的人不能自己确认：这些数会启动发钱，须由另一人核对。")
    if values["decision"] == "back":
        if not (values.get("note") or "").strip():
            raise ValueError("退回的请写明哪里不对。")
        row.note = f"退回：{values['note'].strip()}"
        row.save()
        return row
    _enter_numbers(row)
    row.state, row.confirmed_by_id, row.confirmed_on = State.CONFIRMED, account, today()
    row.save()
    tell_months()
    row.refresh_from_db()
    return row


def _enter_numbers(row: IndexMonth, *, only_try: bool = False) -> None:
    for county in registered_counties():
        enter_span(
            PROGRAMME, county, {column: points(getattr(row, name)) for name, column in INDICES.items()},
            since=row.month, until=last_of(row.month), doc=row.source, article=f"{row.month.year}年{row.month.month}月",
            only_try=only_try,
        )  # fmt: skip


def take_over(on: date) -> int:
    """Months whose numbers were entered elsewhere (with the county's dated numbers) are shown too; returns how many."""
    counties, made = registered_counties(), 0
    known = set(IndexMonth.objects.values_list("month", flat=True))
    for month in (before(on.replace(day=1), n) for n in range(BACK, 0, -1)):
        held = [
            number_of(PROGRAMME, column, on=month, area=county)
            for county in counties[:1]
            for column in INDICES.values()
        ]
        if month in known or None in held or not any(held):
            continue
        given = {name: shown(bp) for name, bp in zip(INDICES, held, strict=True)}
        IndexMonth.objects.create(
            month=month,
            area=_county(),
            source="已登记的参数",
            published_on=before(month, -1),
            state=State.CONFIRMED,
            **given,
        )
        made += 1
    if made:
        tell_months()
    return made


def _county() -> str:
    """The county's own twelve digits; indices are the province's, the first county stands for all."""
    return next((f"{code}000000" for code in registered_counties()), "")


def tell_months() -> None:
    """Each confirmed month in its order: whether the mechanism starts, goes on, stops; since when; why; how much a person."""
    county, previous = _county(), None
    if not county:
        return
    for row in IndexMonth.objects.filter(state=State.CONFIRMED).order_by("month"):
        told = _told(row, county, previous if previous and previous.month == before(row.month) else None)
        if told != {name: getattr(row, name) for name in told}:
            for name, value in told.items():
                setattr(row, name, value)
            row.save()
        previous = row


def _told(row: IndexMonth, county: str, previous: IndexMonth | None) -> dict[str, Any]:
    people = [{"age": 60, "receiving_tekun": True}]
    urban, rural = (
        judge(
            PROGRAMME,
            on=last_of(row.month),
            area=county,
            facts={"household": {"urban_rural": residence}, "persons": people},
        ).values
        for residence in ("urban", "rural")
    )
    running, ran = bool(urban["running"]), bool(previous and previous.running)
    course = (Course.GO_ON if ran else Course.START) if running else (Course.STOP if ran else Course.NONE)
    triggers = [number_of(PROGRAMME, f"trigger_{n}_bp", on=last_of(row.month), area=county) for n in ("cpi", "food")]
    said = [
        f"{label}同比 {value}%，{'达到' if urban[reached] else '低于'}启动条件 {shown(line)}%"
        for label, value, reached, line in (
            ("居民消费价格", row.cpi, "reached_by_cpi", triggers[0]), ("食品价格", row.food, "reached_by_food", triggers[1]),
        )
    ]  # fmt: skip
    since = (previous.since if ran and previous else row.month) if running else None
    fen = [side["supplement_person_month"] if running else None for side in (urban, rural)]
    return {"course": course, "running": running, "since": since, "why": "；".join(said) + "。", "urban": fen[0],
            "rural": fen[1]}  # fmt: skip


def tonight(on: date) -> int:
    """Shows months entered elsewhere, and counts again who was due in the last months; returns how many persons."""
    take_over(on)
    first = before(on.replace(day=1), COUNTED_AGAIN)
    return sum(count(row.month) for row in IndexMonth.objects.filter(running=True, month__gte=first))


def count(month: date) -> int:
    """Who is due the supplement of a month, each person once under one group; what is the same stays as it is."""
    found: dict[int, tuple] = {}
    for county in registered_counties():
        found |= _of_county(month, county)
    held = {d.person_id: d for d in Due.objects.filter(month=month)}
    Due.objects.filter(pk__in=_other(held.values(), found)).delete()
    new = [p for p in found if p not in held or _row(held[p]) != found[p]]
    Due.objects.bulk_create(
        [
            Due(
                month=month,
                person_id=p,
                household_id=found[p][0],
                area=found[p][1],
                kind=found[p][2],
                amount=found[p][3],
            )
            for p in new
        ],
        batch_size=5_000,
    )
    return len(found)


def _of_county(month: date, county: str) -> dict[int, tuple]:
    """Household, area, group and fen of each person."""
    wrong: dict[int, str] = {}  # whose facts cannot be read is told where the month is made
    return {
        person: (household, area, result["kind"], result["own_supplement_month"])
        for person, household, area, result in each_recipient(
            PROGRAMME, FOLLOWED, on=last_of(month), area=f"{county}000000", wrong=wrong
        )
        if result["own_supplement_month"]
    }


def _row(due: Due) -> tuple:
    return due.household_id, due.area, due.kind, due.amount


def _other(held: Iterable[Due], found: dict[int, tuple]) -> list[int]:
    return [d.pk for d in held if found.get(d.person_id) != _row(d)]
