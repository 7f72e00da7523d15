"""Walking a case along its table in tests: one line per thing that someone does."""

from datetime import date, timedelta

from anmin.kernel.access.api import Account
from anmin.kernel.audit.api import acting
from anmin.kernel.flow import api as flow
from anmin.kernel.people.api import Household
from tests.county import County, household

VISIT = {
    "address": "三盘村 12 号", "present": "张卫国", "housing": "plain", "findings": "两间平房，无大件家电", "matches": "yes",
}  # fmt: skip
REPORT = {"sources": "民政、人社、公安、银行", "result": "same"}
MEETING = {"held_at": "村委会", "people": "9", "delegates": "7", "conclusion": "agree", "record": "一致同意"}
PROOF = {"proof": "照片 001，村务公开栏，见证人赵小梅"}


class Walk:
    """One case and the day it is. `moves`, `files` and `reckons` act on that day in the name of a role."""

    def __init__(
        self, county: County, on: date, home: Household | None = None, law_day: date | None = None, **more: object
    ) -> None:
        self.county, self.day = county, on
        home = home or household(on)
        who = county.user("R3")
        with acting(who.actor):
            made = flow.open_case("dibao", home, home.head, who=who, on=on, law_day=law_day, **more)
        self.pk = made.pk

    @property
    def case(self) -> flow.Case:
        return flow.Case.objects.get(pk=self.pk)

    def moves(self, role: str, name: str, reason: str = "", **answers: object) -> flow.Case:
        who = self.county.user(role)
        with acting(who.actor):
            return flow.make_move(self.pk, name, who=who, on=self.day, reason=reason, answers=answers)

    def files(self, role: str, name: str, answers: dict, second: Account | None = None) -> flow.Record:
        who = self.county.user(role)
        with acting(who.actor):
            return flow.file_record(self.pk, name, answers, who=who, on=self.day, second_by=second)

    def reckons(self, role: str = "R4") -> flow.Case:
        who = self.county.user(role)
        with acting(who.actor):
            return flow.reckon(self.pk, who=who, on=self.day)

    def waits(self, days: int) -> None:
        self.day += timedelta(days=days)

    # ── whole stretches of the ordinary course
    def accepted(self) -> "Walk":
        self.moves("R3", "accept")
        return self

    def investigated(self) -> "Walk":
        self.accepted()
        self.files("R4", "visit", VISIT, self.county.second)
        self.files("R4", "check_request", {})
        self.files("R8", "check_report", REPORT)
        self.reckons()
        return self

    def noticed(self) -> "Walk":
        self.investigated().moves("R5", "preliminary", **PROOF)
        return self

    def submitted(self) -> "Walk":
        self.noticed().waits(8)
        self.moves("R4", "submit", **PROOF)
        return self

    def checked(self) -> "Walk":
        self.submitted().moves("R6", "county_check", opinion="同意")
        return self
