"""资助参保: once a year the list of all whose premium is borne, in full or in part, drawn up set-wise."""

from dataclasses import dataclass, field
from datetime import date

from anmin.kernel.declare import Derived, Follow, each_recipient
from anmin.services.medical_aid.models import Enrolment

FOLLOWED = Derived(
    follows=(
        Follow("dibao", "receiving_dibao", "covered_by_dibao"),
        Follow("tekun", "receiving_tekun"),
        Follow("children", "receiving_unsupported_child"),
        Follow("low_income", "receiving_edge", when=("category", "edge")),
    ),
    facts=(
        "receiving_tekun",
        "receiving_edge",
        "watched_for_poverty",
        "illness_poor_recognised",
        "other_special_hardship",
    ),
)


@dataclass
class Drawn:
    """A list as it now stands: persons and fen; how many rows are new, changed, struck off.

    `wrong` says of which households nothing could be reckoned and why; their rows stay as they were.
    """

    year: int
    persons: int = 0
    amount: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    wrong: dict[int, str] = field(default_factory=dict)


def draw_up(year: int, area: str, *, on: date) -> Drawn:
    """The list of `year` for a county by the rules and recipients of `on`; again it changes only what differs.

    Runs inside `audit.acting`.
    """
    there = {row.person_id: row for row in Enrolment.objects.filter(year=year, area__startswith=area[:6])}
    told, new, changed, seen = Drawn(year), [], [], set()
    for person, household, place, result in each_recipient("medical_aid", FOLLOWED, on=on, area=area, wrong=told.wrong):
        amount = result["premium_aid_person"]
        if amount <= 0 or person in seen:
            continue
        seen.add(person)
        told.persons, told.amount = told.persons + 1, told.amount + amount
        row = there.get(person)
        if row is None:
            new.append(Enrolment(person_id=person, household_id=household, area=place, year=year,
                                 klass=result["aid_class"], amount=amount, drawn_on=on))  # fmt: skip
        elif (row.klass, row.amount, row.area) != (result["aid_class"], amount, place):
            row.klass, row.amount, row.area, row.household_id, row.drawn_on = (
                result["aid_class"], amount, place, household, on,
            )  # fmt: skip
            changed.append(row)
    Enrolment.objects.bulk_create(new, batch_size=2000)
    Enrolment.objects.bulk_update(changed, ["klass", "amount", "area", "household_id", "drawn_on"], batch_size=2000)
    gone = [row.pk for who, row in there.items() if who not in seen and row.household_id not in told.wrong]
    Enrolment.objects.filter(pk__in=gone).delete()
    told.new, told.changed, told.gone = len(new), len(changed), len(gone)
    return told
