"""Reads the data folder of a county (`counties/NAME/`): divisions, offices; refuses what does not fit, naming the place."""

import csv
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import jsonschema
import yaml

from anmin.kernel.places.api import DivisionIn
from anmin.ops.trouble import Trouble

FOLDER = Path(__file__).parents[2] / "counties"
HEADINGS = ["code", "name", "urban_rural", "since", "until", "predecessors"]


@dataclass(frozen=True)
class County:
    """What a county's folder says."""

    code: str
    divisions: tuple[DivisionIn, ...]
    offices: tuple[dict, ...]

    @property
    def name(self) -> str:
        return next(d.name for d in self.divisions if d.code == self.code.ljust(12, "0"))


def read_county(folder: Path) -> County:
    """Divisions and offices of one county. Raises Trouble with file and line."""
    offices = read_checked(folder / "offices.yaml", FOLDER / "offices.schema.json")
    return County(
        offices["county"], tuple(_divisions(folder / "divisions.csv")), tuple(map(_office, offices["offices"]))
    )


def read_checked(path: Path, schema: Path) -> dict:
    """A YAML file that follows its schema; dates are dates."""
    document = yaml.safe_load(path.read_text("utf8"))
    plain = json.loads(json.dumps(document, default=date.isoformat))
    for error in jsonschema.Draft202012Validator(json.loads(schema.read_text("utf8"))).iter_errors(plain):
        place = " → ".join(map(str, error.absolute_path)) or "文件顶层"
        raise Trouble(f"{path} 的 {place} 不合格式：{error.message}。格式见 {schema.name}。")
    return document


def _divisions(path: Path) -> list[DivisionIn]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        if rows.fieldnames != HEADINGS:
            raise Trouble(f"{path} 第 1 行应是 {','.join(HEADINGS)}。")
        return [_division(path, number, row) for number, row in enumerate(rows, start=2)]


def _division(path: Path, line: int, row: dict[str, str]) -> DivisionIn:
    try:
        since = date.fromisoformat(row["since"])
        until = date.fromisoformat(row["until"]) if row["until"] else None
    except ValueError as error:
        raise Trouble(f"{path} 第 {line} 行的日期应写成 2016-05-01：{error}") from error
    if row["urban_rural"] not in ("", "urban", "rural"):
        raise Trouble(f"{path} 第 {line} 行的 urban_rural 应为 urban、rural 或空。")
    before = tuple(row["predecessors"].split())
    return DivisionIn(row["code"], row["name"], since, row["urban_rural"], until, before)


def _office(row: dict) -> dict:
    return {"until": None} | row
