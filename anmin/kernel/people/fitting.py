"""Which life events can happen to a member as things stand: nobody is released who is not away."""

from datetime import date
from typing import Any

from anmin.kernel.people.events import KINDS, WORKS_FROM, Kind
from anmin.kernel.people.facts import facts_on, members_on, relation_word
from anmin.kernel.people.models import Household

ANSWERS_FROM = 12  # years: 刑法 第十七条
CUSTODY = ("prison", "drug_rehab")
NOTHING = (None, "", "none", 0)
PAIRS = {"self": "spouse", "child": "child_in_law", "parent": "parent"}  # who could part from whom, seen from the head


def fitting(home: Household, day: date) -> dict[int, list[Kind]]:
    """By person: the kinds of event (without those that bring someone in) which can be told of them on `day`."""
    facts = {person.pk: told for person, told in facts_on(home, day)[1]}
    words = {m.person_id: relation_word(m.relation) for m in members_on(home, day)}
    kinds = [kind for kind in KINDS.values() if "newcomer" not in kind.asks]
    return {
        person: [kind for kind in kinds if not why_not(kind.name, facts.get(person, {}), word, _others(words, person))]
        for person, word in words.items()
    }


def _others(words: dict[int, str], person: int) -> list[str]:
    return [word for other, word in words.items() if other != person]


def why_not(kind: str, facts: dict[str, Any], word: str, others: list[str]) -> str:
    """Why an event cannot be told of this member, in words; "" where it can. `word` is the relation to the head."""
    away, age = facts.get("away_status"), facts.get("age", 99)
    match kind:
        case "released" if away not in CUSTODY:
            return "没有登记过服刑或强制戒毒"
        case "imprisoned" if away in CUSTODY:
            return "已经登记为服刑或强制戒毒"
        case "imprisoned" if age < ANSWERS_FROM:
            return f"未满 {ANSWERS_FROM} 周岁（刑法第十七条）"
        case "graduated" if facts.get("study") in NOTHING:
            return "没有登记为在校"
        case "employed" if age < WORKS_FROM:
            return f"未满 {WORKS_FROM} 周岁（劳动法第十五条）"
        case "unemployed" if facts.get("wage_month") in NOTHING:
            return "没有申报工资"
        case "divorced" if word not in ("spouse", "child_in_law") and PAIRS.get(word) not in others:
            return "配偶不在本户"
    return ""
