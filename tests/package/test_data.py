"""The compatibility data of this installation fit its services, and the services mean the same by the same facts."""

import datetime as dt
import json

import pytest
from click.testing import CliRunner

from anmin.kernel.law import api as law
from anmin.kernel.package.api import Partly, in_order, read_installed, reckon_package, refused, still_asked, union
from anmin.kernel.service import register
from anmin.ops.commands.law import command

DAY = dt.date(2026, 10, 1)
RULES = read_installed()
SERVICES = in_order(register().values(), RULES, law.book())
ASKED = {name: law.facts_asked(law.book(), name) for name in law.book().names()}


def test_one_name_of_a_fact_has_one_meaning_and_one_wording_everywhere() -> None:
    union(law.book().names(), law.book())
    labels: dict[str, set[str]] = {}
    for facts in ASKED.values():
        for fact in facts.values():
            labels.setdefault(fact.name, set()).add(fact.label)
    assert {name: said for name, said in labels.items() if len(said) > 1} == {}


@pytest.mark.parametrize("benefit", RULES.benefits.values(), ids=lambda b: b.name)
def test_every_benefit_names_columns_and_facts_that_there_are(benefit: object) -> None:
    plan = law.plan_of(law.book(), benefit.service, DAY)
    told = [column for _, column in benefit.tells]
    wanted = [c for c in (benefit.amount, benefit.person, benefit.granted, *benefit.when[:1], *told) if c]
    assert [column for column in wanted if column not in plan.nodes] == []
    if benefit.person:
        assert plan.nodes[benefit.person].level == "person" and plan.nodes[benefit.person].unit == "fen/month"
    if benefit.when:
        assert benefit.when[1] in plan.nodes[benefit.when[0]].choices
    others = {name for service, facts in ASKED.items() if service != benefit.service for name in facts}
    assert [name for name in benefit.facts if name not in others] == []


def test_every_service_that_pays_is_named_and_every_paper_proves_a_fact() -> None:
    named = {benefit.service for benefit in RULES.benefits.values()}
    assert [s.name for s in SERVICES if s.pays and s.name not in named] == []
    known = {name for facts in ASKED.values() for name in facts}
    assert [name for name in (*RULES.papers, *RULES.ticks, *RULES.details) if name not in known] == []


def test_what_a_status_or_an_amount_is_asked_by_belongs_to_some_benefit() -> None:
    """`receiving_x` of a service that is here must be told to the others, or a combination would be wrong."""
    asked = {name for facts in ASKED.values() for name in facts if name.startswith("receiving_")}
    told = {name for benefit in RULES.benefits.values() for name in benefit.facts}
    by_others_outside = {
        "receiving_now",
        "receiving_injury_care",
        "receiving_unemployment_benefit",
        "receiving_unemployment_subsidy",
    }
    assert asked - told <= by_others_outside


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.name)
def test_every_service_can_say_what_it_still_has_to_ask(service: object) -> None:
    """Rules of other services that a service reads are told open too."""
    common = frozenset(n for group in service.asks for n in group.common)
    known = Partly({"urban_rural": "rural"}, [{"age": 70, "relation": "self"}, {"age": 9, "relation": "child"}], common)
    found = still_asked(known, [service], RULES, DAY, "349926", law.book(), law.numbers())
    assert {ask.fact.name for ask in found} <= common | {f.name for f in ASKED[service.name].values() if f.required}


def package(home: dict, *persons: dict) -> object:
    document = {"household": {"urban_rural": "rural", **home}, "persons": list(persons)}
    return reckon_package(DAY, "349926100201", document, SERVICES, RULES)


def amounts(done: object) -> dict:
    return {(claim.benefit, claim.who): amount for claim, amount in done.choice.amounts.items() if amount}


GRANDCHILD = {
    "age": 9, "relation": "grandchild", "study": "school", "father_state": "dead", "mother_state": "lost_contact",
    "mother_state_months": 9, "mother_lost_verified": True, "disability_kind": "intellectual", "disability_grade": 2,
}  # fmt: skip
CHILD = {**GRANDCHILD, "relation": "child"}


def test_an_unsupported_child_that_counts_in_its_households_dibao_gets_the_gap() -> None:
    """民发〔2019〕62号: the gap is reckoned on the child's own share."""
    done = package({}, {"age": 45, "relation": "self"}, CHILD)
    found = amounts(done)
    standard = law.numbers().find("children.orphan_month_home", DAY, "349926").value
    assert found["unsupported_child", 1] == standard - found["dibao", None] // 2


def test_a_child_that_does_not_count_there_gets_the_whole() -> None:
    done = package({}, {"age": 70, "relation": "self"}, GRANDCHILD)
    standard = law.numbers().find("children.orphan_month_home", DAY, "349926").value
    assert amounts(done)["unsupported_child", 1] == standard


def test_a_disabled_child_holds_the_care_subsidy_and_not_the_living_one() -> None:
    """domain/38 trap 22."""
    done = package({}, {"age": 45, "relation": "self"}, CHILD)
    found = amounts(done)
    assert ("care_subsidy", 1) in found and ("living_subsidy", 1) not in found
    assert any(out.claim == ("living_subsidy", 1) for out in done.choice.out)


def test_a_totally_disabled_elder_is_told_of_the_voucher_whatever_the_income() -> None:
    """domain/11.3: from 2026 for moderate disability and worse; nothing in cash, so beside the amounts."""
    coma = {"age": 80, "relation": "self", "ability_assessed_by": "gbt42195", "in_coma": True, "wage_month": 900000}
    assert any(claim.benefit == "care_voucher" for claim in package({}, coma).choice.amounts)


def test_whoever_is_supported_as_tekun_does_not_count_in_dibao_and_holds_neither_subsidy() -> None:
    alone = {
        "age": 72, "relation": "self", "declares_tekun": True, "obligor": "none", "disability_kind": "limb",
        "disability_grade": 1, "care_grade": "full",
    }  # fmt: skip
    found = amounts(package({}, alone))
    assert ("tekun", 0) in found
    assert not {("dibao", None), ("living_subsidy", 0), ("care_subsidy", 0)} & found.keys()
    with_others = package(
        {}, alone, {"age": 30, "relation": "child", "disability_kind": "mental", "disability_grade": 1}
    )
    assert with_others.choice.grants.counted["dibao"] == (1,) and ("tekun", 0) in amounts(with_others)


ORPHAN = {"age": 10, "relation": "self", "father_state": "dead", "mother_state": "dead"}


def test_an_orphan_alone_gets_the_orphans_money_and_no_dibao_and_is_told_why() -> None:
    """domain/31, orphan × 低保 is the area's: here the orphan does not count in 低保."""
    done = package({}, ORPHAN)
    assert set(amounts(done)) == {("orphan", 0)}
    said = {each.service: each.reasons for each in refused(done)}
    assert "已由孤儿基本生活费保障" in said["dibao"][0][0] and "第七条" in said["dibao"][0][1]
    assert not any("不低于" in text for text, _ in said.get("low_income", ()))
    assert any("只能选择其一" in text for text, _ in said["tekun"])


def test_the_others_of_an_orphans_household_get_dibao_without_the_orphan() -> None:
    grandmother = {"age": 66, "relation": "self"}
    with_child = amounts(package({}, grandmother, {**ORPHAN, "relation": "grandchild", "legal_duty": "owed"}))
    assert with_child["dibao", None] == amounts(package({}, grandmother))["dibao", None]
    assert ("orphan", 1) in with_child


def test_no_person_holds_what_excludes_one_another() -> None:
    done = package(
        {}, {"age": 83, "relation": "self", "disability_kind": "limb", "disability_grade": 1}, CHILD, {"age": 60}
    )
    held = list(done.choice.amounts)
    for one in held:
        for other in held:
            if one < other and (None in (one.who, other.who) or one.who == other.who):
                cell = RULES.cell(one.benefit, other.benefit, DAY, "349926100201")
                assert cell is None or cell.value not in ("N", "H"), (one, other)


def test_the_command_tells_every_benefit_with_its_trace(tmp_path: object) -> None:
    path = tmp_path / "household.json"
    path.write_text(json.dumps({"urban_rural": "rural", "persons": [{"age": 83, "name": "张老汉"}]}))
    options = ["package", "--date", "2026-10-01", "--area", "349926100201", "--facts", str(path)]
    data = json.loads(CliRunner().invoke(command, [*options, "--json"]).output)
    assert data["total_month"] == sum(item["amount_month"] or 0 for item in data["chosen"]) > 0
    assert {item["service"] for item in data["chosen"]} <= data["traces"].keys()
    text = CliRunner().invoke(command, options).output
    assert "最优合法组合" in text and "张老汉" in text
    wrong = CliRunner().invoke(command, [*options[:-1], str(tmp_path / "none.json")])
    assert wrong.exit_code == 2 and "找不到文件" in wrong.output
