"""Tells the stories of `stories.yaml` through the flow's own door: the right people, on real past working days."""

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from anmin.kernel.access.api import User
from anmin.kernel.flow import api as flow
from anmin.kernel.people.api import Household, age, declare_kin, members_on, sign_consent
from anmin.ops.demo import words
from anmin.ops.demo.county import Staff

DAY = timedelta(days=1)
NOTICE = 8 * DAY  # seven full days after the day of posting
ADULT = 18


@dataclass
class Story:
    """One case as it is to be told. `days` are the days of its steps."""

    script: tuple[tuple[str, str], ...]
    days: list[date]
    channel: str = flow.Channel.DESK
    kin: bool = False
    papers: bool = False


@dataclass
class Teller:
    """Tells one story about one household."""

    household: Household
    staff: Staff
    story: Story
    place: str
    case: flow.Case | None = None
    area: str = field(init=False)

    def __post_init__(self) -> None:
        self.area = self.household.area

    def tell(self) -> flow.Case:
        """Every step of the story on its day; returns the case as it then stands."""
        with nullcontext() if self.story.papers else flow.without_papers():
            for (name, _), on in zip(self.story.script, self.story.days, strict=True):
                getattr(self, f"_{name}")(on)
        return self.case

    # -- doing ---------------------------------------------------------------------------------------------------

    def _who(self, role: str, place: int = 0) -> User:
        return self.staff.at(role, self.area, place)

    def _move(self, name: str, role: str, on: date, reason: str = "", **answers: object) -> None:
        self.case = flow.make_move(self.case.pk, name, who=self._who(role), on=on, reason=reason, answers=answers)

    def _record(self, name: str, role: str, on: date, answers: dict, *, together: bool = False) -> None:
        second = self._who(role, 1).account if together else None
        flow.file_record(self.case.pk, name, answers, who=self._who(role), on=on, second_by=second)

    def _address(self) -> str:
        return f"{self.place}申请人家中"

    # -- the counter ---------------------------------------------------------------------------------------------

    def _receive(self, on: date) -> None:
        members = members_on(self.household, on)
        if self.story.kin:
            declare_kin(self._who("R7", 1).account.pk, members[-1].person, "兄弟姐妹", on=on)
        for member in members:
            if age(member.person.born_on, on) >= ADULT:
                sign_consent(member.person, on=on)
        role, brought_by = {"proxy": ("R2", ""), "referral": ("R6", "县局主动发现")}.get(self.story.channel, ("R3", ""))
        if role == "R2":
            role, brought_by = self._proxy()
        who = self._who(role)
        self.case = flow.open_case(
            "dibao", self.household, self.household.head, who=who, on=on, channel=self.story.channel,
            brought_by=brought_by,
        )  # fmt: skip

    def _proxy(self) -> tuple[str, str]:
        """A village without an assistant of its own brings the request to the township's counter on paper."""
        if self.staff.has("R2", self.area):
            return "R2", self._who("R2").account.name
        return "R3", "村级协理员"

    def _accept(self, on: date) -> None:
        self._move("accept", "R3", on)

    def _supplement(self, on: date) -> None:
        due_on = flow.working_calendar().add_working(on, 10)
        self._move("ask_supplement", "R3", on, items=["declaration", "illness"], due_on=due_on.isoformat())

    def _not_accepted(self, on: date) -> None:
        late = any(name == "supplement" for name, _ in self.story.script)
        ground, reason = words.NOT_SUPPLEMENTED if late else words.NOT_HERE
        self._move("refuse_acceptance", "R3", on, reason, ground=ground)

    def _withdraw(self, on: date) -> None:
        self._move("withdraw", "R3", on, words.WITHDRAWN)

    # -- the township --------------------------------------------------------------------------------------------

    def _visit(self, on: date) -> None:
        self._record(
            "visit", "R4", on, words.visit(self._address(), self.household.head.name, self.case.pk), together=True
        )

    def _request(self, on: date) -> None:
        self._record("check_request", "R4", on, {"note": ""})

    def _report(self, on: date) -> None:
        self._record("check_report", "R8", on, words.CHECKED)

    def _reckon(self, on: date) -> None:
        self.case = flow.reckon(self.case.pk, who=self._who("R4"), on=on)

    def _finish(self, on: date) -> None:
        self._move("finish_investigation", "R4", on)

    def _meeting(self, on: date) -> None:
        self._record("review_meeting", "R4", on, words.meeting(self.place, self.case.pk), together=True)

    def _preliminary(self, on: date) -> None:
        self._move("preliminary", "R5", on, proof=words.posted(self.place, on))

    def _ineligible(self, on: date) -> None:
        self._move("report_ineligible", "R5", on, words.INELIGIBLE)

    def _dispute(self, on: date) -> None:
        self._move("dispute", "R3", on, **words.DISPUTE)

    def _answer(self, on: date) -> None:
        self._record("dispute_answer", "R4", on, words.ANSWERED, together=True)

    def _submit(self, on: date) -> None:
        self._move("submit", "R4", on, proof=words.taken_down(self.place, on))

    def _extend(self, on: date) -> None:
        self._move("extend", "R4", on, words.HARD, cause="hard")

    def _terminate(self, on: date) -> None:
        self._move("terminate", "R6", on, words.TERMINATED)

    # -- the county ----------------------------------------------------------------------------------------------

    def _county_visit(self, on: date) -> None:
        self._record("county_visit", "R6", on, words.county_visit(self._address()), together=True)

    def _county_check(self, on: date) -> None:
        opinion = words.AGREES if self.case.amount_month else words.DISAGREES
        self._move("county_check", "R6", on, opinion=opinion)

    def _county_notice(self, on: date) -> None:
        self._move("county_notice", "R6", on, proof=words.posted("县政务公开栏", on))

    def _confirm(self, on: date) -> None:
        self._move("confirm", "R7", on, proof=words.taken_down("县政务公开栏", on))

    def _refuse(self, on: date) -> None:
        self._move("refuse", "R7", on, words.refusal(self.case.reckoning["reasons"]))

    def _deliver(self, on: date) -> None:
        self._move("deliver", "R3", on, proof="直接送达，申请人签收")

    def _send_back(self, on: date) -> None:
        self._move("send_back", "R7", on, words.SENT_BACK)

    def _return(self, on: date) -> None:
        self._move("return_to_town", "R6", on, words.RETURNED)


def plan(row: dict[str, Any], today: date) -> Story:
    """Gives every step of a story its working day: backwards from today, or forwards from the day it was received."""
    script = tuple(tuple((*step.split("/"), "1")[:2]) for step in row["script"].split())
    calendar = flow.working_calendar()
    if "received" in row:
        days = [calendar.next_working(row["received"])]
        days += _forwards(script, days[0], calendar)
    else:
        last = calendar.add_working(today + DAY, -1)
        days = _backwards(script, calendar.add_working(last, -row["wait"]) if row["wait"] else last, calendar)
    return Story(script, days, row.get("channel", flow.Channel.DESK), row.get("kin", False), row.get("papers", False))


def _forwards(script: tuple, on: date, calendar: Any) -> list[date]:
    found = []
    for _, gap in script[1:]:
        on = calendar.next_working(on + NOTICE) if gap == "notice" else _later(calendar, on, int(gap))
        found.append(on)
    return found


def _backwards(script: tuple, on: date, calendar: Any) -> list[date]:
    found = [on]
    for _, gap in reversed(script[1:]):
        notice = gap == "notice"
        on = calendar.add_working(on - NOTICE + DAY, -1) if notice else _later(calendar, on, -int(gap))
        found.append(on)
    return found[::-1]


def _later(calendar: Any, on: date, count: int) -> date:
    return calendar.add_working(on, count) if count else on
