"""One name is one fact: what several services ask by the same name must be the same question in every respect."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from anmin.kernel.law.declare import REQUIRED, Fact

WORDS = {
    "label": "名称", "unit": "单位", "type": "类型", "level": "层级", "default": "默认值", "choices": "选项", "low": "下限",
    "high": "上限", "counted": "起算日", "counts_from": "起算数", "counts_with": "随同的事实",
}  # fmt: skip
LEVELS = {"person": "个人", "household": "家庭"}


def differing_facts(asked: Mapping[str, Iterable[Fact]], package: str = "anmin.services") -> list[str]:
    """A sentence for each fact that two services declare differently: which, where, how, and what to do.

    `asked` are the declared facts by service.
    """
    first: dict[str, tuple[str, Fact]] = {}
    said = []
    for service, facts in asked.items():
        for fact in facts:
            other, same = first.setdefault(fact.name, (service, fact))
            differs = [w for w in WORDS if getattr(same, w) != getattr(fact, w)]
            if differs:
                how = "；".join(f"{WORDS[w]} {_shown(getattr(same, w))} 与 {_shown(getattr(fact, w))}" for w in differs)
                said.append(
                    f"事实 {fact.name}（{fact.label}）在 {other}（{_where(package, other, fact.name)}）与 {service}"
                    f"（{_where(package, service, fact.name)}）里不一样：{how}。同名即同一事实：请把两处改成一样，"
                    "或给其中一个改名（读它的规则一并改参数名）。"
                )
    return said


def _shown(value: Any) -> str:
    if value is REQUIRED:
        return "必填"
    if isinstance(value, dict):
        return "、".join(f"{code}={label}" for code, label in value.items()) or "无"
    return LEVELS.get(value, str(value)) if isinstance(value, str) else str(value)


def _where(package: str, service: str, fact: str) -> str:
    """facts.py and the line that names the fact."""
    found = importlib.util.find_spec(f"{package}.{service}.facts") if package else None
    if found is None or not found.origin:
        return "facts.py"
    path = Path(found.origin)
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next((n for n, line in enumerate(lines, 1) if re.search(rf'"{re.escape(fact)}"', line)), 0)
    shown = path.relative_to(path.parents[3]) if len(path.parents) > 3 else path
    return f"{shown}:{at}" if at else str(shown)
