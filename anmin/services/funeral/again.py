"""Looking again, every night, at the dead whom nobody knew: who comes into the house later is recognised then."""

from datetime import date

from anmin.kernel.people.declare import known_among, tell_sealed
from anmin.services.funeral.free import reckon_free
from anmin.services.funeral.models import Cremation

PORTION = 5_000


def look_again(_on: date) -> int:
    """Recognises registered cremations whose identity number now belongs to someone, or puts them on the work list.

    So that nobody is enrolled under the name of a dead person without being noticed. Runs inside `audit.acting`.
    """
    unknown = Cremation.objects.filter(match=Cremation.Match.UNKNOWN).exclude(id_index="")
    indexes = list(unknown.values_list("id_index", flat=True))
    known: set[str] = set()
    for start in range(0, len(indexes), PORTION):
        known |= known_among(indexes[start : start + PORTION])
    rows = list(unknown.filter(id_index__in=known).order_by("pk")) if known else []
    for row in rows:
        seen = tell_sealed(
            "died", name=row.name, sealed=bytes(row.id_number), on=row.died_on, source=f"火化证明 {row.certificate}"
        )
        row.match, row.person_id, row.match_note = seen.match, seen.person_id, seen.note
        row.brought = list(seen.lines)
        reckon_free(row)
        row.save()
    return len(rows)
