"""Fictional households as a county's 低保 office meets them: who lives together, what ails them, what they live on."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from anmin.kernel.people.api import HouseholdIn, PersonIn, age
from anmin.ops.demo.names import given_name, surname
from anmin.ops.demo.numbers import Numbers

# How often each kind of household is met, of a hundred.
KINDS = {
    "old_alone": 27, "old_couple": 14, "disabled_adult": 13, "ill_couple": 13, "one_parent": 10,
    "grandparents": 7, "three_generations": 9, "student": 7,
}  # fmt: skip
DISABILITIES = ("limb", "limb", "visual", "hearing", "intellectual", "mental", "mental", "speech", "multiple")
ILLNESSES = (
    "尿毒症",
    "恶性肿瘤",
    "再生障碍性贫血",
    "肝硬化失代偿期",
    "慢性阻塞性肺疾病",
    "脑卒中后遗症",
    "系统性红斑狼疮",
)
BANKS = ("安和农村商业银行", "安和农村商业银行", "安和农村商业银行", "邮政储蓄银行安和县支行")
YUAN = 100  # fen
BASE_PENSION = 163 * YUAN  # the basic pension that the centre fixes, a month; not counted as income since 2021-07-01
OLD_BASE_PENSION = 70 * YUAN
UNCOUNTED_SINCE = date(2021, 7, 1)
RIGID_DEDUCTED_SINCE = date(2022, 10, 20)
GRANDCHILDREN = ("41", "42")  # their parents are dead or gone, so that the grandparents owe them support
GROUPS = "一二三四五六七八九"
ADULT, PENSION_AGE = 18, 60


@dataclass(frozen=True)
class Village:
    """Where a household lives. `surnames` are those that half of the village bears."""

    code: str
    name: str
    town: str
    urban_rural: str
    surnames: str


@dataclass
class Draft:
    """One person before names of the family and incomes are settled."""

    relation: str
    sex: int
    age: int
    family: str = ""
    disability: tuple[str, int] | None = None
    illness: str = ""
    student: str = ""


class Families:
    """Makes households, each by its own kind, as of `today`."""

    def __init__(self, random: Random, today: date, standard: int) -> None:
        self.random, self.today, self.standard = random, today, standard
        self.numbers = Numbers(random)

    def make(self, village: Village, kind: str = "", share: float | None = None, wealth: str = "") -> HouseholdIn:
        """One household. `share` is its income as a share of its standard; below one it is in need.

        `wealth` puts something in the way: "savings" or "vehicle".
        """
        kind = kind or self.random.choices(list(KINDS), list(KINDS.values()))[0]
        drafts = getattr(self, f"_{kind}")()
        family = self.random.choice(village.surnames) if self.random.random() < 0.55 else surname(self.random)
        people = [self._person(draft, family) for draft in drafts]
        share = self.random.uniform(0.12, 0.88) if share is None else share
        people = self._with_income(people, share)
        head = people[0]
        return HouseholdIn(
            area=village.code,
            urban_rural=village.urban_rural,
            persons=tuple(people),
            address=self._address(village),
            bank_name=self.random.choice(BANKS),
            bank_account=self.numbers.account(),
            payee_name=head.name,
            facts=self._property() | self._wealth(wealth, len(people)),
        )

    # -- who lives together --------------------------------------------------------------------------------------

    def _old_alone(self) -> list[Draft]:
        return [self._adult("02", self._sex(), 62, 91, ill=0.25, disabled=0.2)]

    def _old_couple(self) -> list[Draft]:
        head = self._adult("02", 1, 61, 86, ill=0.3, disabled=0.2)
        return [head, self._adult("10", 2, max(head.age - 6, 58), head.age + 1, ill=0.2, disabled=0.15)]

    def _disabled_adult(self) -> list[Draft]:
        head = self._adult("02", self._sex(), 24, 59)
        head.disability = (self.random.choice(DISABILITIES), self.random.choice((1, 1, 2, 2, 2, 3)))
        if self.random.random() < 0.35:
            return [head, self._adult("52", 2, head.age + 20, min(head.age + 32, 92))]
        return [head]

    def _ill_couple(self) -> list[Draft]:
        head = self._adult("02", 1, 38, 57)
        head.illness = self.random.choice(ILLNESSES)
        wife = self._adult("10", 2, head.age - 5, head.age + 1)
        return [head, wife, *self._children(wife.age, 1, 2)]

    def _one_parent(self) -> list[Draft]:
        head = self._adult("02", self._sex(), 29, 47, ill=0.15)
        return [head, *self._children(head.age, 1, 2)]

    def _grandparents(self) -> list[Draft]:
        head = self._adult("02", 1, 60, 74, ill=0.2)
        pair = [self._adult("10", 2, head.age - 5, head.age)] if self.random.random() < 0.6 else []
        child = self._child("41", 4, 15) if self.random.random() < 0.5 else self._child("42", 4, 15)
        return [head, *pair, child]

    def _three_generations(self) -> list[Draft]:
        head = self._adult("02", 1, 34, 50, disabled=0.5)
        wife = self._adult("10", 2, head.age - 5, head.age + 1, ill=0.3)
        old = self._adult(self.random.choice(("51", "52")), 1, head.age + 21, min(head.age + 34, 93), ill=0.3)
        old.sex = 1 if old.relation == "51" else 2
        return [head, wife, *self._children(wife.age, 1, 2), old]

    def _student(self) -> list[Draft]:
        head = self._adult("02", self._sex(), 43, 56, ill=0.35)
        child = Draft(self.random.choice(("22", "32")), 1, self.random.randint(18, 22), student="college")
        child.sex = 1 if child.relation == "22" else 2
        return [head, child]

    def _sex(self) -> int:
        return 1 if self.random.random() < 0.56 else 2

    def _adult(self, relation: str, sex: int, low: int, high: int, ill: float = 0, disabled: float = 0) -> Draft:
        draft = Draft(relation, sex, self.random.randint(low, high))
        if self.random.random() < ill:
            draft.illness = self.random.choice(ILLNESSES)
        elif self.random.random() < disabled:
            draft.disability = (self.random.choice(DISABILITIES), self.random.randint(1, 4))
        return draft

    def _children(self, mother: int, low: int, high: int) -> list[Draft]:
        oldest = max(min(mother - 21, 17), 1)
        pairs = (("22", 1), ("32", 2)), (("23", 1), ("33", 2))
        ages = sorted(
            (self.random.randint(min(2, oldest), oldest) for _ in range(self.random.randint(low, high))), reverse=True
        )
        made = []
        for place, years in enumerate(ages):
            relation, sex = self.random.choice(pairs[place])
            made.append(Draft(relation, sex, years, student="school" if years >= 6 else ""))
        return made

    def _child(self, relation: str, low: int, high: int) -> Draft:
        years = self.random.randint(low, high)
        return Draft(relation, 1 if relation == "41" else 2, years, student="school" if years >= 6 else "")

    # -- who they are --------------------------------------------------------------------------------------------

    def _person(self, draft: Draft, family: str) -> PersonIn:
        born_on = self.numbers.born_on(draft.age, self.today)
        by_marriage = draft.relation in ("10", "52")
        name = (surname(self.random) if by_marriage else family) + given_name(self.random, draft.sex, born_on.year)
        return PersonIn(
            name=name,
            id_number=self.numbers.identity(born_on, draft.sex),
            sex=draft.sex,
            born_on=born_on,
            relation=draft.relation,
            ethnicity=self.random.choices(("01", "03", "15", "06", "22"), (96, 1.5, 1, 1, 0.5))[0],
            phone=self.numbers.phone() if draft.age >= ADULT and self.random.random() < 0.8 else "",
            disability=draft.disability,
            illness=draft.illness,
            student=draft.student,
        )

    def _address(self, village: Village) -> str:
        if village.urban_rural == "urban":
            return (
                f"{village.name}{self.random.randint(1, 30)}栋{self.random.randint(1, 6)}0{self.random.randint(1, 4)}室"
            )
        return f"{village.name}{self.random.choice(GROUPS)}组{self.random.randint(1, 120)}号"

    # -- what they live on ---------------------------------------------------------------------------------------

    def _with_income(self, people: list[PersonIn], share: float) -> list[PersonIn]:
        """Spreads an income of `share` of the household's standard over its members, each by what they can have."""
        wanted = round(self.standard * len(people) * share / YUAN) * YUAN
        facts: list[dict] = [{"legal_duty": "owed"} if p.relation in GRANDCHILDREN else {} for p in people]
        for person, own in zip(people, facts, strict=True):
            years = age(person.born_on, self.today)
            if years >= PENSION_AGE:
                own |= self._pension()
                wanted -= own["resident_pension_other_month"]
                wanted -= own["base_pension_month"] if self.today < UNCOUNTED_SINCE else 0
            if person.illness:
                own["rigid_cost_year"] = self.random.randint(2, 12) * 100 * YUAN
                wanted += own["rigid_cost_year"] // 12 if self.today >= RIGID_DEDUCTED_SINCE else 0
        earners = [
            place for place, person in enumerate(people)
            if ADULT <= age(person.born_on, self.today) < PENSION_AGE + 12 and person.student == ""
        ]  # fmt: skip
        earner = self.random.choice(earners) if earners else 0
        if wanted > 0:
            self._earn(facts[earner], people[earner], wanted)
        return [replace(person, facts=own) for person, own in zip(people, facts, strict=True)]

    def _pension(self) -> dict:
        old = self.today < UNCOUNTED_SINCE
        other = self.random.randint(5, 20) if old else self.random.randint(18, 60)
        return {
            "base_pension_month": OLD_BASE_PENSION if old else BASE_PENSION,
            "resident_pension_other_month": other * YUAN,
        }

    def _earn(self, own: dict, person: PersonIn, wanted: int) -> None:
        years, wanted = age(person.born_on, self.today), wanted // YUAN * YUAN
        if years >= PENSION_AGE or person.disability or person.illness:
            own["support_received_month" if years >= PENSION_AGE else "transfer_month"] = wanted
        elif self.random.random() < 0.6:
            own["wage_month"] = wanted * 10 // 9 // YUAN * YUAN  # a tenth goes off as cost of working
        else:
            own["business_revenue_year"] = wanted * 12 + (cost := self.random.randint(8, 40) * 100 * YUAN)
            own["business_cost_year"] = cost

    def _wealth(self, wealth: str, persons: int) -> dict:
        """Too much of something, as a check of bank and vehicle registers brings it to light."""
        if wealth == "savings":
            return {"financial_assets": self.standard * 30 * persons}
        return {"vehicles": 1, "vehicles_exempt": 0, "vehicle_price": 68_000 * YUAN} if wealth == "vehicle" else {}

    def _property(self) -> dict:
        savings = min(self.random.choice((0, 0, 800, 1500, 3000, 5000, 9000)) * YUAN, 10 * self.standard)
        vehicles = 1 if self.random.random() < 0.12 else 0  # an electric bicycle, which is exempt
        return {"houses": 1, "financial_assets": savings} | ({"vehicles": 1, "vehicles_exempt": 1} if vehicles else {})
