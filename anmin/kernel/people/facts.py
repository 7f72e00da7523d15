"""What the records know that a rule may ask: for one household with its explanation, or for all as columns.

The kernel itself knows these facts of a person: `age` (whole years on the day), `age_month_end` and `age_month_before`
(on the last days of this month and of the month before), `relation` (to the head, in words), `disability_kind`,
`disability_grade`, `serious_illness`, `study`; and of a household `urban_rural`. Everything else
comes from the household's declaration. What is said in a declaration wins over what is derived. Where a fact counts
time, the declaration keeps a day, and what is known is counted for the day that is asked (`law.counted`).
"""

from datetime import date, timedelta
from functools import cache

from anmin.kernel.access.api import GIVEN, Statement, statement
from anmin.kernel.law.api import counted, counted_facts
from anmin.kernel.people.identity import age
from anmin.kernel.people.models import Declaration, Household, Membership, Person, Status

DERIVED = (
    "age",
    "age_month_end",
    "age_month_before",
    "relation",
    "disability_kind",
    "disability_grade",
    "serious_illness",
    "study",
)


def relation_word(code: str) -> str:
    """A GB/T 4761 code as the word that rules use; "other" for what is not family.

    >>> relation_word("10"), relation_word("28"), relation_word("99")
    ('spouse', 'child_in_law', 'other')
    """
    if code in ("01", "02"):
        return "self"
    if code in ("28", "38"):
        return "child_in_law"
    families = {"1": "spouse", "2": "child", "3": "child", "4": "grandchild", "5": "parent", "6": "grandparent"}
    if code[0] == "7":
        return "sibling" if code in ("71", "73", "75", "77") else "other"
    return families.get(code[0], "other")


def members_on(household: Household, day: date) -> list[Membership]:
    """Memberships on `day`, the head first."""
    rows = [m for m in _memberships().things(household.pk) if m.since <= day and (m.until is None or day < m.until)]
    for member in rows:
        member.household = household
    return sorted(rows, key=lambda m: (m.person_id != household.head_id, m.relation, m.pk))


@cache
def _memberships() -> Statement:
    """Everyone who ever belonged to a household: few, and asked for at every step of a case."""
    return statement(Membership.objects.filter(household=GIVEN).select_related("person"))


def declared_on(household: int, day: date) -> Declaration:
    """The declaration in force on a day; an empty one where there is none."""
    rows = Declaration.objects.filter(household=household, since__lte=day).exclude(until__lte=day)
    return rows.order_by("-since").first() or Declaration(since=day)


def facts_on(household: Household, day: date, *, recorded: bool = False) -> tuple[dict, list[tuple[Person, dict]]]:
    """All that is known of a household on `day`: its own facts, and each living member's.

    `recorded` leaves the days from which time is counted as they were declared, for whoever corrects them.
    """
    members = [m for m in members_on(household, day) if m.person.died_on is None or m.person.died_on >= day]
    people = [m.person_id for m in members]
    statuses: dict[int, list[Status]] = {}
    for status in Status.objects.filter(person__in=people, since__lte=day).exclude(until__lte=day).order_by("pk"):
        statuses.setdefault(status.person_id, []).append(status)
    declared = declared_on(household.pk, day)
    own = {"urban_rural": household.urban_rural} | declared.household_facts
    told = [(m.person, _derived(m, statuses.get(m.person_id, []), day), _said(declared, m)) for m in members]
    if recorded:
        return own, [(person, derived | said) for person, derived, said in told]
    counts = [_counted(said, "person", declared.since, day) for _, _, said in told]
    return own | _counted(declared.household_facts, "household", declared.since, day), [
        (person, derived | said | more) for (person, derived, said), more in zip(told, counts, strict=True)
    ]


def _said(declared: Declaration, member: Membership) -> dict:
    return declared.person_facts.get(str(member.person_id), {})


def _counted(said: dict, level: str, declared_on: date, day: date) -> dict:
    """What the declared days have grown to."""
    found = {f.name: counted(f, said, on=day, declared_on=declared_on) for f in counted_facts() if f.level == level}
    return {name: value for name, value in found.items() if value is not None}


def _derived(member: Membership, statuses: list[Status], day: date) -> dict:
    born, first = member.person.born_on, day.replace(day=1)
    end = date.fromordinal((first + timedelta(days=31)).replace(day=1).toordinal() - 1)
    facts: dict = {
        "age": max(0, age(born, day)),
        "age_month_end": age(born, end),
        "age_month_before": max(0, age(born, first - timedelta(days=1))),
        "relation": relation_word(member.relation),
    }
    for status in statuses:
        if status.kind == "disability":
            facts |= {"disability_kind": status.category, "disability_grade": status.grade}
        elif status.kind == "illness":
            facts["serious_illness"] = True
        else:
            facts["study"] = status.category
    return facts
