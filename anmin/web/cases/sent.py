"""What a page was sent and could not do, so that it can be shown again as it was typed."""

from dataclasses import dataclass, field

from django import forms


@dataclass
class Sent:
    """What was just sent and refused: shown again with its faults, so that nothing typed is lost."""

    moves: dict[str, forms.Form] = field(default_factory=dict)
    record: forms.Form | None = None
    form: str = ""
    answer: dict[int, forms.Form] = field(default_factory=dict)
    objection: forms.Form | None = None
    said: list[str] = field(default_factory=list)

    @property
    def faulty(self) -> list[forms.Form]:
        found = [*self.moves.values(), self.record, self.objection, *self.answer.values()]
        return [f for f in found if f is not None and f.errors]
