"""What the import pages show: columns with where they might be, and the result in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from anmin.kernel.people.api import ImportRun
from anmin.kernel.sheets.api import Column, Sheet

WORDS = (
    ("new_households", "新登记家庭", "户"), ("new_persons", "新登记人员", "人"), ("changed_households", "更新家庭", "户"),
    ("changed_persons", "更新人员", "人"), ("changed_members", "家庭成员变动", "人"),
    ("changed_statuses", "残疾、重病、在校变动", "项"), ("new_declarations", "新的收入财产申报", "户"),
    ("listed", "新列入在册对象", "户"),
)  # fmt: skip


@dataclass(frozen=True)
class Choosable:
    """A declared column with where it was found; `places` are the columns of the file to choose from."""

    column: Column
    letter: str
    guess: bool
    period: str
    places: tuple[tuple[str, str], ...]


def choices_of(sheet: Sheet, found: dict, run: ImportRun) -> list[Choosable]:
    """Found columns first, as they stand in the file, then those that the file does not have."""
    at = {each["name"]: each for each in reversed(found["columns"])}
    places = {each["letter"]: each["header"] for each in found["columns"]} | dict(found["unknown"])
    shown = tuple(sorted(places.items(), key=lambda place: (len(place[0]), place[0])))
    made = [
        Choosable(
            column,
            at.get(column.name, {}).get("letter", ""),
            at.get(column.name, {}).get("how") == "guess",
            run.periods.get(column.name, ""),
            shown,
        )
        for column in sheet.columns
    ]
    return sorted(made, key=lambda each: (not each.letter, len(each.letter), each.letter))


def corrections(posted: Mapping[str, str], sheet: Sheet, found: dict) -> tuple[dict[str, str], dict[str, str]]:
    """What the clerk chose where it differs from what was recognised: column → letter ("": not in the file); periods."""
    at = {each["name"]: each["letter"] for each in reversed(found["columns"])}
    mapping, periods = {}, {}
    for column in sheet.columns:
        chosen = posted.get(f"at-{column.name}")
        if chosen is not None and chosen != at.get(column.name, ""):
            mapping[column.name] = chosen
        if posted.get(f"period-{column.name}") in ("month", "year"):
            periods[column.name] = posted[f"period-{column.name}"]
    return mapping, periods


def outcome(run: ImportRun) -> list[tuple[str, int, str]]:
    """What an import changed, as label, number and unit; nothing where it changed nothing."""
    taken = run.counts.get("taken", {})
    return [(label, taken[name], unit) for name, label, unit in WORDS if taken.get(name)]
