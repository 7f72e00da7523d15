"""Writing a cremation: the number checked and sealed, the person recognised, the death told to the house."""

from typing import Any

from anmin.kernel.declare import seal_identity, tell_of, today
from anmin.kernel.people.declare import tell_sealed
from anmin.services.funeral.free import reckon_free
from anmin.services.funeral.models import Cremation, one_name


def save(row: Cremation, values: dict[str, Any]) -> Cremation:
    """A new cremation, or a changed one. A death stops every benefit from the next month; see `people.events`.

    Raises ValueError in words for a wrong number, a day in the future, or an answer to a doubt that does not fit.
    """
    answer, number = values.pop("settled_as", ""), values.pop("identity", "") or ""
    noted = row.match_note if row.pk else ""
    for name, value in values.items():
        setattr(row, name, _blank(name) if value is None else value)
    row.eco_burial = row.eco_burial or row.eco_kind not in ("", "none")
    row.name = one_name(row.name)
    if row.died_on > today() or row.cremated_on > today():
        raise ValueError("死亡日期和火化日期不能晚于今天。")
    if row.pk is None and number:
        row.id_number, row.id_index = seal_identity(number, on=today())
    if row.match == Cremation.Match.DOUBTFUL and answer:
        _settle(row, answer, noted)
    elif row.pk is None:
        _recognise(row)
    reckon_free(row)
    row.full_clean(exclude=["id_number", "id_index", "person"])
    row.save()
    return row


def _blank(name: str) -> Any:
    """What a column holds where nothing was said: an empty cell of a table is no text and no money."""
    field = Cremation._meta.get_field(name)
    return None if field.null else field.get_default()


def _recognise(row: Cremation) -> None:
    """The person, by number and name together; a body that is registered already waits for a clerk."""
    twin = Cremation.objects.filter(id_index=row.id_index).first() if row.id_index else None
    if twin:
        row.match, row.person, row.brought = Cremation.Match.DOUBTFUL, twin.person, []
        row.match_note = f"同一身份证号已有火化登记 {twin.certificate}（{twin.cremated_on} 火化），请核实是否重复。"
        return
    source = f"火化证明 {row.certificate}"  # the number as it was read: an old one of 15 digits is told whole
    seen = tell_sealed("died", name=row.name, sealed=bytes(row.id_number), on=row.died_on, source=source)
    row.match, row.person_id, row.match_note = seen.match, seen.person_id, seen.note
    row.brought = list(seen.lines)


def _settle(row: Cremation, answer: str, noted: str) -> None:
    """A clerk has looked into a doubtful entry: it is this person, or it is not. What the house noted is no finding."""
    if not row.match_note.strip() or row.match_note.strip() == noted.strip():
        raise ValueError("请在核对说明里写明是怎样核实的（可接在原说明之后）。")
    if answer == "same":
        row.brought = tell_of(row.person, "died", on=row.died_on, source=f"火化证明 {row.certificate}，人工核实")
    else:
        row.person = None
    row.match = Cremation.Match.SETTLED
