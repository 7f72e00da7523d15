"""Dated numbers in YAML: `params.yaml` of a service (definitions and national values) and of a county (values)."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from anmin.kernel.law.errors import NumberError
from anmin.kernel.law.numbers import NumberDef, Row

SCHEMA = Path(__file__).with_name("params.schema.json")
EVERY = Path(__file__).with_name("every_service.yaml")
COUNTIES = Path(os.environ.get("ANMIN_COUNTIES") or Path(__file__).parents[3] / "counties")
FIELDS = {"from": "since", "to": "until"}


@lru_cache(maxsize=1)
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def read_yaml(path: Path) -> Any:
    """YAML or JSON with dates left as ISO text."""
    try:
        return _read(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise NumberError(f"找不到文件 {path}；请检查路径。") from None
    except IsADirectoryError:
        raise NumberError(f"{path} 是目录，不是文件；请给出一个 JSON 或 YAML 文件。") from None
    except OSError as error:
        raise NumberError(f"不能读 {path}（{error.strerror}）；请检查文件的权限。") from None
    except UnicodeDecodeError:
        raise NumberError(f"{path} 不是 UTF-8 编码的文本；请另存为 UTF-8 编码的 JSON 或 YAML。") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第 {mark.line + 1} 行第 {mark.column + 1} 列附近" if mark else "开头"
        raise NumberError(f"{path} 不是可读的 JSON 或 YAML：{place}看不懂；请检查括号、引号和逗号。") from error
    except ValueError as error:
        raise NumberError(f"{path} 里有读不出的值（如位数过多的数字、没有的日期）；请更正。") from error


class _Once(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """A name that stands twice in one place would silently win over the first: it is refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        _once([key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)])
        return super().construct_mapping(node, deep)


def _once(names: list[str]) -> None:
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise NumberError(f"文件里同一处写了两个“{twice}”；请只留一个。")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    _once([name for name, _ in pairs])
    return dict(pairs)


def _read(text: str) -> Any:
    """JSON is not quite YAML (tabs, escapes), so what begins like JSON is tried as such first."""
    if text.lstrip()[:1] in ("{", "["):
        with contextlib.suppress(ValueError, RecursionError):
            return json.loads(text, object_pairs_hook=_pairs)
    return _plain(yaml.load(text, Loader=_Once))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def checked(path: Path) -> dict[str, Any]:
    """The document, refused with its place if it does not follow the schema."""
    document = read_yaml(path)
    for error in _validator().iter_errors(document):
        place = " → ".join(map(str, error.absolute_path)) or "（文件顶层）"
        raise NumberError(f"{path}：{place} 不合格式：{error.message}（格式见 {SCHEMA.name}）。")
    return document


def read_service(path: Path, service: str) -> tuple[list[NumberDef], list[Row]]:
    """Definitions and national (or province, city) values of one service."""
    definitions, rows = [], []
    for item in checked(path).get("numbers", ()):
        values = item.pop("values", [])
        definition = NumberDef(**{**item, "key": f"{service}.{item['key']}"})
        definitions.append(definition)
        rows += [_row(definition, value, "", path) for value in values]
    return definitions, rows


def read_county(path: Path, definitions: dict[str, NumberDef]) -> list[Row]:
    """Values of one county; `area` of a value defaults to the county's code."""
    document = checked(path)
    rows = []
    for key, values in document.get("values", {}).items():
        if key not in definitions:
            if key.partition(".")[0] not in {k.partition(".")[0] for k in definitions}:
                continue
            raise NumberError(f"{path}：没有叫 {key} 的数；请对照服务的 params.yaml 更正。")
        rows += [_row(definitions[key], value, document.get("county", ""), path) for value in values]
    return rows


def _row(definition: NumberDef, value: dict[str, Any], area: str, path: Path) -> Row:
    given = {FIELDS.get(name, name): item for name, item in value.items()}
    category = given.get("category", "")
    if bool(definition.categories) != bool(category) or category not in {"", *definition.categories}:
        wanted = "、".join(definition.categories) or "（不分类）"
        raise NumberError(f"{path}：{definition.key} 的 category 应为 {wanted}，现为 {category!r}。")
    definition.check(given["value"], str(path))
    row = Row.of({"area": area, **given, "key": definition.key, "unit": definition.unit})
    if row.until and row.until < row.since:
        raise NumberError(f"{path}：{definition.key} 的止日 {row.until} 早于起日 {row.since}。")
    return row


def county_files(folder: Path = COUNTIES) -> Iterable[Path]:
    """Every county's params.yaml, at any depth."""
    return sorted(folder.glob("**/params.yaml"))
