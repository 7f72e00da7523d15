"""A request or two of each service for elders, the disabled and children, told through the flow's own door."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from anmin.kernel.flow import api as flow
from anmin.kernel.people.api import Household, HouseholdIn, PersonIn, take_in
from anmin.ops.demo.county import Staff
from anmin.ops.demo.households import BANKS, Village
from anmin.ops.demo.names import given_name, surname
from anmin.ops.demo.numbers import Numbers
from anmin.ops.demo.teller import NOTICE

SEEN = {"seen": "in_person", "alive": "yes", "age_agrees": "yes", "here": "yes"}
CARD = {"card": "yes", "income_class": "yes", "other": "yes"}
VERIFIED = {
    "father": "matched", "father_proof": "民政、公安数据比对", "mother": "matched", "mother_proof": "司法数据比对",
    "child_seen": "yes", "living": "随祖母生活，在校就读，衣食有人照料",
}  # fmt: skip
PLEDGE = {"carer": "祖母", "relation": "祖母", "able": "yes", "receives": "祖母", "director": "村儿童主任"}
ASSESSED = {
    "elder": "本人", "reason": "first", "place": "家中", "informant": "儿子", "living_with": "yes", "total": "43", "grade": "3",
    "signed": "yes",
}  # fmt: skip
SELF_CARE = ("eating", "grooming", "bathing", "upper_dress", "lower_dress", "urine", "bowels", "toilet")
MOVEMENT = ("bed_moving", "bed_chair", "walking", "stairs")
SEVERE = {f"item_{name}": 0 for name in (*SELF_CARE, *MOVEMENT)}  # 90 − 32 − 15 = 43


@dataclass
class Telling:
    """One request under way; each line is what someone does on the day it has come to."""

    home: Household
    staff: Staff
    on: date
    case: flow.Case | None = None

    def open(self, service: str) -> "Telling":
        who = self.staff.at("R3", self.home.area)
        self.case = flow.open_case(service, self.home, self.home.head, who=who, on=self.on)
        return self.move("R3", "accept")

    def move(self, role: str, name: str, reason: str = "", **answers: object) -> "Telling":
        who = self.staff.at(role, self.home.area)
        self.case = flow.make_move(self.case.pk, name, who=who, on=self.on, reason=reason, answers=answers)
        return self

    def file(self, role: str, form: str, answers: dict, *, together: bool = False, nth: int = 0) -> "Telling":
        second = self.staff.at(role, self.home.area, 1).account if together else None
        flow.file_record(
            self.case.pk, form, answers, who=self.staff.at(role, self.home.area, nth), on=self.on, second_by=second
        )
        return self

    def reckon(self) -> "Telling":
        self.case = flow.reckon(self.case.pk, who=self.staff.at("R4", self.home.area), on=self.on)
        return self

    def later(self, days: int) -> "Telling":
        self.on = flow.working_calendar().add_working(self.on, days)
        return self

    def after_notice(self) -> "Telling":
        """The first working day after the term of a notice that is put up on this day."""
        self.on = flow.working_calendar().next_working(self.on + NOTICE)
        return self


def _elder(t: Telling) -> None:
    t.open("elder_allowance").later(1).file("R4", "identity_check", SEEN).reckon()
    t.move("R5", "preliminary", proof="村务公开栏，照片 001，见证人村主任").after_notice()
    t.move("R4", "submit", proof="村务公开栏取下，照片 002").move("R6", "county_check", opinion="情况属实，拟同意")
    t.move("R7", "confirm")


def _elder_under_way(t: Telling) -> None:
    t.open("elder_allowance").later(2).file("R4", "identity_check", SEEN).reckon()


def _disabled(t: Telling) -> None:
    t.open("disability").later(1).file("R4", "card_check", CARD).reckon()
    t.move("R5", "preliminary_view", opinion="属实").later(5)
    t.move("R6", "federation_view", view="agree", handled_by="县残联经办")
    t.move("R6", "county_check", opinion="情况属实，拟同意").move("R7", "confirm")


def _disabled_under_way(t: Telling) -> None:
    t.open("disability").later(1).file("R4", "card_check", CARD).reckon().move("R5", "preliminary_view", opinion="属实")


def _child(t: Telling) -> None:
    t.open("children").later(3).file("R4", "verification", VERIFIED, together=True).reckon()
    t.file("R4", "guardian_pledge", PLEDGE).move("R5", "report", opinion="属实").later(3)
    t.move("R6", "county_check", opinion="情况属实，拟确认")


def _cared_for(t: Telling) -> None:
    t.open("elder_care").later(4).file("R4", "assessment", ASSESSED, together=True).reckon()
    t.move("R4", "tell_result", told="当面告知，家属签收").later(2)
    t.move("R5", "preliminary_view", opinion="属实")


OLD = ("02", 2)
PRISON = {"father_state": "dead", "mother_state": "prison", "mother_state_months": 36}
STORIES: tuple[tuple[Callable[[Telling], None], int, tuple[tuple[str, int, int, dict, dict], ...], dict], ...] = (
    # what is told, working days ago it began, persons (relation, sex, age, more, facts), facts of the household
    (_elder, 25, ((*OLD, 84, {}, {}),), {}),
    (_elder, 40, ((*OLD, 101, {}, {}), ("20", 1, 72, {}, {})), {}),
    (_elder_under_way, 6, ((*OLD, 90, {}, {}), ("10", 1, 88, {}, {})), {}),
    (_disabled, 20, (("02", 1, 46, {"disability": ("limb", 1)}, {}),), {"receiving_dibao": True}),
    (_disabled_under_way, 8, (("02", 2, 33, {"disability": ("mental", 2)}, {}),), {}),
    (_child, 12, ((*OLD, 66, {}, {}), ("42", 2, 9, {"student": "school"}, PRISON)), {}),
    (_cared_for, 11, ((*OLD, 86, {}, SEVERE | {"ability_assessed_by": "gbt42195"}),), {"receiving_dibao": True}),
)  # fmt: skip


def tell_benefits(
    staff: Staff, places: list[Village], today: date, seed: int, stories: tuple = STORIES, of: str = "benefits"
) -> int:  # fmt: skip
    """Registers the households of the stories and takes each request as far as its story goes; returns how many."""
    random = Random(f"{seed} {of}")
    numbers = Numbers(random)
    homes = []
    for _, _, persons, facts in stories:
        village = random.choice(places)
        family = surname(random)
        people = tuple(_person(numbers, random, family, today, *each) for each in persons)
        home = HouseholdIn(
            village.code, village.urban_rural, people, address=f"{village.name}一组{random.randint(1, 99)}号",
            bank_name=random.choice(BANKS), bank_account=numbers.account(), payee_name=people[0].name, facts=facts,
        )  # fmt: skip
        homes.append(home)
    began = [flow.working_calendar().add_working(today, -ago) for _, ago, _, _ in stories]
    known = take_in(homes, on=min(began), source="本人申报").household_ids
    with flow.without_papers():
        for (tell, *_), on, pk in zip(stories, began, known, strict=True):
            tell(Telling(Household.objects.select_related("head").get(pk=pk), staff, on))
    return len(stories)


def _person(
    numbers: Numbers, random: Random, family: str, today: date, relation: str, sex: int, years: int, more: dict, facts: dict
) -> PersonIn:  # fmt: skip
    born_on = numbers.born_on(years, today)
    name = (surname(random) if relation in ("02", "10") else family) + given_name(random, sex, born_on.year)
    return PersonIn(
        name, numbers.identity(born_on, sex), sex, born_on, relation, phone=numbers.phone(), facts=dict(facts), **more
    )
