"""The door for facts and for numbers given with one call: complete, known, in range, or refused with what to do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from anmin.kernel.law.bounds import MOST_PERSONS
from anmin.kernel.law.declare import Fact
from anmin.kernel.law.errors import FactError, NumberError
from anmin.kernel.law.numbers import NumberDef, NumberTable, Row
from anmin.kernel.law.units import asked, show

PERSONS = ("persons", "people", "members", "人员", "家庭成员")
HOUSEHOLD = ("household", "家庭")
TAGS = ("name", "姓名", "id", "note", "备注")  # allowed beside facts, not read by rules
YES, NO = ("是", "有", "true", "yes"), ("否", "无", "没有", "false", "no")
WRITTEN = re.compile(r"\s*(-?[\d,]+(?:\.\d+)?)\s*(元|分|%|‰|万元)?([^\d]*)")
SPANS = {"年": "year", "岁": "year", "月": "month", "天": "day", "日": "day"}
FEN, BP = {"元": 100, "分": 1, "万元": 1_000_000}, {"%": 100, "‰": 10}
HALF_WIDTH = str.maketrans("，；：（）", ",;:()")
ALWAYS: Row = Row("", "", "", "", 0, "", "本次测算指定", "", dt.date.min)


class Asked(dict[str, Fact]):
    """Facts asked for by name; what a blank form of one level holds is made out once."""

    def blank(self, level: str) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Defaults of a level's facts, and name and label of those that must be given."""
        if level not in (made := self.__dict__.setdefault("_blank", {})):
            mine = [(name, f) for name, f in self.items() if f.level == level]
            defaults = {name: f.default for name, f in mine if not f.required}
            made[level] = (defaults, [(name, f.label) for name, f in mine if f.required])
        return made[level]


def household_facts(document: Any, facts: Mapping[str, Fact]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Household facts and persons' facts, checked and completed with defaults.

    Accepts {"household": {…}, "persons": [{…}]}, household facts beside "persons", or flat facts of one person.
    """
    if not isinstance(document, Mapping):
        raise FactError('事实文件应是 {"household": {…}, "persons": [{…}]} 形式的 JSON 或 YAML。')
    home: dict[str, Any] = {}
    people: list[Mapping[str, Any]] | None = None
    alone: dict[str, Any] = {}
    for key, value in document.items():
        if key in HOUSEHOLD:
            if not isinstance(value or {}, Mapping):
                raise FactError(f"{key} 应写成 {{事实名: 值}}，现为 {value!r}。")
            home |= value or {}
        elif key in PERSONS:
            people = value
        elif key in facts and facts[key].level == "person":
            alone[key] = value
        else:
            home[key] = value
    if people is not None and alone:
        raise FactError(f"{'、'.join(alone)} 是个人的事实，请写到 persons 里具体某一人名下。")
    for key in PERSONS:
        people = home.pop(key, people)
    if isinstance(people, Mapping):
        people = list(people.values())
    people = people if people is not None else [alone]
    if not people or not isinstance(people, list | tuple) or not all(isinstance(p, Mapping) for p in people):
        raise FactError("persons 里至少要有一人，每人写成 {事实名: 值}。")
    if len(people) > MOST_PERSONS:
        raise FactError(f"一户最多 {MOST_PERSONS} 人，现有 {len(people)} 人；请核对是否把几户写在了一起。")
    problems: list[str] = []
    done = complete(home, facts, "household", "家庭", problems)
    persons = [complete(p, facts, "person", f"第{i + 1}人", problems) for i, p in enumerate(people)]
    problems += _twice(people)
    if problems:
        raise FactError("事实有误，未作测算：\n" + "\n".join(f"  · {p}" for p in problems))
    return done, persons


def _twice(people: list[Mapping[str, Any]]) -> list[str]:
    """Persons told apart by `id` who bear the same one: somebody was listed twice."""
    first: dict[Any, int] = {}
    return [
        f"第{i + 1}人：与第{first[p['id']] + 1}人的 id 相同（{p['id']}），同一人不能列两次"
        for i, p in enumerate(people)
        if p.get("id") and first.setdefault(p["id"], i) != i
    ]


def complete(given: Mapping, facts: Mapping[str, Fact], level: str, who: str, problems: list[str]) -> dict[str, Any]:
    """The facts of one level with defaults filled in; what is wrong is added to `problems`."""
    defaults, required = (facts if isinstance(facts, Asked) else Asked(facts)).blank(level)
    out = dict(defaults)
    for name, value in given.items():
        fact = facts.get(name)
        if name in TAGS or name.startswith("_"):
            if name in ("name", "姓名"):
                out["name"] = str(value)
        elif fact is None:
            problems.append(f"{who}：没有叫「{name}」的事实{nearest(name, facts)}")
        elif fact.level != level:
            problems.append(
                f"{who}：{name}（{fact.label}）是{'个人' if fact.level == 'person' else '家庭'}的事实，请移过去"
            )
        elif value is not None:
            try:
                out[name] = one(fact, value)
            except FactError as error:
                problems.append(f"{who}：{error}")
    missing = [f"{name}（{label}）" for name, label in required if name not in out and given.get(name) is None]
    if missing:
        problems.append(f"{who}：缺少 {'、'.join(missing)}")
    return out


def nearest(name: str, known: Mapping[str, Any]) -> str:
    """A hint at the nearest known name, also by label."""
    labels = {item.label: key for key, item in known.items()}
    close = get_close_matches(name, known, 1, 0.5) or [labels[x] for x in get_close_matches(name, labels, 1, 0.5)]
    if close:
        return f"，是不是「{close[0]}」（{known[close[0]].label}）？"
    return "；可用的名称见 `anmin law facts`"


def one(fact: Fact, value: Any) -> int | bool | str:
    """A value as the fact's type; amounts may be written "2600元"."""
    if fact.type == "bool":
        if isinstance(value, bool):
            return value
        text = str(value).strip().lower()
        if text in YES or text in NO:
            return text in YES
        raise FactError(f"{fact.name}（{fact.label}）应答是或否（true/false），现为 {value!r}")
    if fact.type == "choice":
        for code, label in fact.choices.items():
            if value == code or _same_words(value, label):
                return code
        allowed = "、".join(f"{code}（{label}）" for code, label in fact.choices.items())
        raise FactError(f"{fact.name}（{fact.label}）没有选项 {value!r}；可选：{allowed}")
    number = written(value, fact.unit)
    if type(number) is not int:  # true and false are no amounts
        raise FactError(f"{fact.name}（{fact.label}）应写{asked(fact.unit)}，现为 {value!r}")
    if not fact.low <= number <= fact.high:
        low, high, said = (show(n, fact.unit) for n in (fact.low, fact.high, number))
        raise FactError(f"{fact.name}（{fact.label}）应在 {low} 至 {high} 之间，现为 {said}")
    return number


def _same_words(given: Any, label: str) -> bool:
    """A choice named by its label, whichever width its stops are written in."""
    return isinstance(given, str) and given.translate(HALF_WIDTH) == label.translate(HALF_WIDTH)


def written(value: Any, unit: str) -> Any:
    """An integer in the unit from an integer, a whole float, or text such as 860元/月 or 30%; else the value as it is,
    also where the text names another span of time than the unit (yearly money is never taken for monthly)."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, str) or unit in ("bool", "choice"):
        return value
    match = WRITTEN.fullmatch(value)
    if not match:
        return value
    scale = FEN if unit.startswith("fen") else BP if unit == "bp" else {}
    if match[2] and match[2] not in scale:
        return value
    if any(word in match[3] and span not in unit.split("/") for word, span in SPANS.items()):
        return value
    number = Decimal(match[1].replace(",", "")) * scale.get(match[2] or "", 1)
    return int(number) if number == number.to_integral_value() else value


def given_numbers(document: Any, definitions: Mapping[str, NumberDef], service: str, over: NumberTable) -> NumberTable:
    """A table in which the numbers of `document` go before those of `over`.

    Accepts {key: value}, {key: {value, doc, …}}, a list of {key, value, from, area…}, or a params.yaml.
    """
    columns = {}
    for definition in definitions.values():
        for column, (category, _) in definition.columns().items():
            columns[f"{definition.key.partition('.')[0]}.{column}"] = (definition, category)
    try:
        rows = [_given(item, columns, definitions, service) for item in _items(document)]
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise NumberError("--params 应是 {名称: 值} 或 params.yaml 形式的 JSON/YAML，日期写成 2026-10-09。") from error
    return NumberTable(rows, over)


def _items(document: Any) -> list[dict[str, Any]]:
    if isinstance(document, list):
        return document
    if not isinstance(document, Mapping):
        raise NumberError("--params 应是 {名称: 值} 或 params.yaml 形式的 JSON/YAML。")
    area = str(document.get("county", ""))
    if "numbers" in document:
        return [{"key": n["key"], **v} for n in document["numbers"] for v in n.get("values", ())]
    if isinstance(document.get("values"), Mapping):
        return [{"key": k, "area": area, **v} for k, values in document["values"].items() for v in values]
    entries = [
        (key, entry) for key, value in document.items() for entry in (value if isinstance(value, list) else [value])
    ]
    return [{"key": key, **(entry if isinstance(entry, Mapping) else {"value": entry})} for key, entry in entries]


def _given(item: Mapping[str, Any], columns: Mapping, definitions: Mapping, service: str) -> Row:
    unknown = set(item) - {"key", "value", "unit", "doc", "article", "mark", "area", "urban_rural", "category"}
    unknown -= {"from", "to", "since", "until", "label"}
    if unknown or "key" not in item or "value" not in item:
        raise NumberError(
            f"--params 里的 {dict(item)!r} 看不懂：每个数要有 key 与 value，不认识 {'、'.join(unknown) or '—'}。"
        )
    name = str(item["key"]).replace("__", ".")
    qualified = name if "." in name else f"{service}.{name}"
    if item.get("category"):
        qualified = f"{qualified}_{item['category']}"
    if qualified not in columns:
        raise NumberError(_unknown(name, qualified, columns, definitions, service))
    definition, category = columns[qualified]
    value = item["value"]
    for code, label in definition.choices.items():
        value = code if _same_words(value, label) else value
    value = definition.check(written(value, definition.unit), "--params")
    since = item.get("from") or item.get("since") or dt.date.min
    row = Row.of({**item, "key": definition.key, "since": since, "until": item.get("to") or item.get("until")})
    return Row.of(
        {**{f: getattr(row, f) for f in Row.__dataclass_fields__}, "category": category, "value": value,
         "unit": definition.unit, "doc": row.doc or ALWAYS.doc}
    )  # fmt: skip


def _unknown(name: str, qualified: str, columns: Mapping, definitions: Mapping, service: str) -> str:
    for definition in definitions.values():
        if definition.registry and definition.registry == name:
            return f"--params：{name} 在本系统叫 {definition.name}（{definition.label}），单位 {definition.unit}，请改用这个名称。"
    hint = get_close_matches(qualified, columns, 1, 0.5)
    said = f"，是不是 {hint[0].partition('.')[2]}（{columns[hint[0]][0].label}）？" if hint else "。"
    return f"--params：没有叫「{name}」的数{said} 可用的名称见 `anmin law params {service}`。"
