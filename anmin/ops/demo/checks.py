"""What other departments know of recipients: files of some sources, and what became of what they found."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from anmin.kernel.audit.api import acting
from anmin.kernel.flow.api import working_calendar
from anmin.kernel.means import api as means
from anmin.kernel.means.api import Finding
from anmin.kernel.month.api import look_again
from anmin.kernel.people.api import Consent, Household, Membership, age
from anmin.ops.demo.county import SOME_TOWN, Staff
from anmin.ops.demo.recipients import COUNTY, PAID_MONTHS, PROGRAMME, Receiving, months_before

UNSIGNED = 25  # one household in so many has signed nothing
ADULT = 18
PLATE = "安A{:05d}"
FILES = (  # source, first column, how many households, months before today, days before that month
    ("vehicles", "号牌", 6, PAID_MONTHS, 6),
    ("wages", "月工资", 8, PAID_MONTHS, 6),
    ("deposits", "余额", 6, 1, 4),
)
LATEST = ("companies", "企业名称", 3)  # found by a check of single households, the term still runs
ANSWERS = {
    "vehicles": {
        "false": "车辆已于去年过户给亲戚，看过过户单和现场，家中没有车",
        "true": "入户看到车辆，行驶证在户主名下，本人认可",
        "changed": "车辆已在上月报废注销，有注销证明",
    },
    "wages": {
        "false": "系同名转录错误，单位已出具更正说明",
        "true": "单位证明在职，工资属实，已说明要按规定重新核定",
        "changed": "上月已离开该单位，工资停发，有单位证明",
    },
    "deposits": {
        "false": "系村里集资款暂存其名下，看过村委会证明和流水",
        "true": "存款属实，本人说是征地补偿款，已说明要重新核定",
        "changed": "已用于住院和还债，看过票据和流水，余额不足一千元",
    },
}  # fmt: skip
SAYS = ("false", "true", "changed", "", "false", "false", "false", "true")
BACK = "请附单位证明或过户单照片，并写明入户日期"


def sign(receiving: Receiving, today: date) -> None:
    """Members of nearly all households signed, or their guardian did, when the register was taken over."""
    signing = [pk for place, pk in enumerate(receiving.ids) if place % UNSIGNED]
    rows = Membership.objects.filter(household__in=signing, until__isnull=True).values_list(
        "person", "person__born_on", "household__head__name"
    )
    on = months_before(today, PAID_MONTHS + 1)
    Consent.objects.bulk_create(
        Consent(person_id=pk, signed_on=on, signer="" if age(born_on, on) >= ADULT else head)
        for pk, born_on, head in rows
    )


def load_files(receiving: Receiving, random: Random, today: date) -> None:
    """Before the months are made: their checks then find what the files know."""
    for source, column, count, months, days in FILES:
        as_of = months_before(today, months) - timedelta(days=days)
        _load(source, column, _some(receiving, count, random), as_of, random)


def _some(receiving: Receiving, count: int, random: Random) -> list[str]:
    """Identity numbers of heads: one half where the shown accounts of a township work, the rest anywhere."""
    drafts = [draft for place, draft in enumerate(receiving.drafts) if place % UNSIGNED]
    near = [draft for draft in drafts if draft.area.startswith(SOME_TOWN[:9])]
    chosen = random.sample(near, min(count // 2, len(near)))
    chosen += random.sample([draft for draft in drafts if draft not in chosen], count - len(chosen))
    return [draft.persons[0].id_number for draft in chosen]


def _load(source: str, column: str, numbers: list[str], as_of: date, random: Random) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{source}.csv"
        lines = [f"{number},{_value(source, random)}" for number in numbers]
        path.write_text("\n".join((f"身份证号,{column}", *lines)) + "\n", "utf-8-sig")
        means.load_source(source, path, as_of=as_of, file_name=f"{means.SOURCES[source].label}{as_of:%Y%m%d}.csv")


def _value(source: str, random: Random) -> str:
    amounts = {"wages": (2400, 3900), "deposits": (60_000, 190_000)}
    if source in amounts:
        return f"{random.randrange(*amounts[source], 10)}.00"
    return PLATE.format(random.randrange(10**5)) if source == "vehicles" else "安和县某某种植专业合作社"


def answer(staff: Staff, today: date) -> None:
    """Some answered in time, some late, some not yet; some closed, one given back."""
    calendar = working_calendar()
    for place, finding in enumerate(Finding.objects.select_related("person", "made_by").order_by("pk")):
        how = place % len(SAYS)
        if not (says := SAYS[how]):
            continue  # nobody has answered, and the term has passed
        note = ANSWERS[finding.source][says]
        in_time = calendar.add_working(finding.due_on, -3)
        on = min(calendar.add_working(finding.due_on, 4) if how == 2 else in_time, today)
        town = staff.at("R4", finding.area)
        with acting(town.actor, reason="答复核对发现"):
            means.answer_finding(finding, says, note=note, who=town, on=on)
            if says == "true":
                look_again(PROGRAMME, {finding.household_id: f"核对属实：{note}"}, on=on)
        _judge(finding, how, staff, calendar.add_working(on, 2), today)


def _judge(finding: Finding, how: int, staff: Staff, on: date, today: date) -> None:
    """The county takes the answer, or gives it back; the others wait for it."""
    county = staff.at("R8", COUNTY)
    if on > today or how not in (0, 1, 5):
        return
    with acting(county.actor, reason="核对发现办结" if how < 5 else "核对发现退回"):
        if how < 5:
            means.close_finding(finding, who=county, on=on)
        else:
            means.return_finding(finding, reason=BACK, who=county, on=on)


def check_some(receiving: Receiving, staff: Staff, random: Random, today: date) -> None:
    """The check centre asks about single households: what it finds has just gone out to the townships."""
    source, column, count = LATEST
    numbers = _some(receiving, count, random)
    on = working_calendar().add_working(today, -2)
    _load(source, column, numbers, on, random)
    who = staff.at("R8", COUNTY)
    with acting(who.actor, reason="单户核对"):
        for home in _homes(receiving, numbers):
            means.check_household(home, PROGRAMME, who=who, on=on)


def _homes(receiving: Receiving, numbers: Iterable[str]) -> list[Household]:
    wanted = set(numbers)
    ids = [
        pk for pk, draft in zip(receiving.ids, receiving.drafts, strict=True) if draft.persons[0].id_number in wanted
    ]
    return list(Household.objects.filter(pk__in=ids))
