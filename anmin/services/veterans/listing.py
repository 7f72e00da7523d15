"""The list of those paid, drawn up every night from who receives and what the rules say of each of them."""

from datetime import date

from anmin.kernel.declare import Derived, Follow, each_recipient
from anmin.kernel.people.declare import registered_counties
from anmin.services.veterans.models import Recipient

PROGRAMME = "veterans"
OWN = Derived(follows=(Follow(PROGRAMME, "receiving_veterans"),), facts=())


def tonight(on: date) -> int:
    """Draws up the list of the month of `on`; returns how many persons are on it. What is the same stays as it is."""
    month = on.replace(day=1)
    found: dict[int, dict[str, object]] = {}
    for county in registered_counties():
        wrong: dict[int, str] = {}  # whose facts cannot be read is told at the close of the month
        for person, household, area, said in each_recipient(PROGRAMME, OWN, on=on, area=f"{county}000000", wrong=wrong):
            if said["paid_as"] != "none":
                found[person] = {
                    "household_id": household, "area": area, "kind": said["paid_as"], "grade": said["paid_grade"],
                    "standard_year": said["pension_year"] or said["favour_year"],
                    "amount": said["own_month"] + said["favour_month"],
                }  # fmt: skip
    held = {row.person_id: row for row in Recipient.objects.filter(month=month)}
    same = {p for p, row in held.items() if p in found and all(getattr(row, n) == v for n, v in found[p].items())}
    Recipient.objects.filter(pk__in=[row.pk for p, row in held.items() if p not in same]).delete()
    new = [Recipient(month=month, person_id=p, **row) for p, row in found.items() if p not in same]
    Recipient.objects.bulk_create(new, batch_size=5_000)
    return len(found)
