"""A decision reckoned again gives the same, or names what is different: the rule's text, the number, the fact."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from anmin.kernel.audit.api import acting
from anmin.kernel.flow import api as flow
from anmin.kernel.funds.api import Entitlement
from anmin.kernel.law import api as law
from anmin.ops.cli import main
from tests import county as places
from tests.flow.walk import PROOF, Walk

DAY = date(2026, 10, 8)


@pytest.fixture
def granted(db, monkeypatch):
    """A case of 低保 decided and granted."""
    monkeypatch.setattr("anmin.ops.django.set_up", lambda: None)  # the test's own database is there already
    walk = Walk(places.build(), DAY).checked()
    walk.moves("R7", "confirm", **PROOF)
    return walk.case


def call(*words):
    result = CliRunner().invoke(main, ["law", "replay", *map(str, words)])
    return result.exit_code, result.stdout


def corrected(case, value):
    """The county's standard of the law day corrected afterwards."""
    column = "dibao.standard_month"
    row = law.stored_numbers().find(column, case.law_day, case.area, case.facts["household"]["urban_rural"])
    fields = {name: getattr(row, name) for name in row.__dataclass_fields__} | {
        "value": value,
        "doc": "安政〔2026〕31号",
    }
    with acting("更正标准"):
        law.enter_numbers([fields])


def test_a_decision_gives_the_same_again(granted):
    done = flow.replay(granted)
    assert done.same and done.causes == [] and done.facts == []
    code, out = call(granted.number)
    assert code == 0 and "结果相同" in out


def test_a_corrected_number_is_named_with_both_values_and_its_document(granted):
    corrected(granted, 120_000)
    done = flow.replay(granted)
    assert not done.same and {d.name for d in done.results} >= {"amount_month", "household_standard_month"}
    (cause,) = done.causes
    assert (cause.kind, cause.name, cause.now) == ("number", "standard_month", "1,200.00 元/月/人")
    assert cause.then != cause.now and "安政〔2026〕31号" in cause.source
    code, out = call(granted.number)
    assert code == 1 and "结果不同" in out and "数 最低生活保障标准（standard_month）：当时" in out


def test_a_rule_written_otherwise_is_named_with_both_texts(granted, monkeypatch):
    plan = law.plan_of(law.book(), "dibao", granted.law_day)
    node = plan.nodes["household_standard_month"]
    other = law.plan_of(law.book(), "dibao", granted.law_day).nodes["has_members"]
    text = type(node.text)(
        **{f: getattr(node.text, f) for f in ("file", "line", "args", "constants")}, body=other.text.body
    )
    monkeypatch.setattr(node, "text", text)
    (cause,) = [d for d in flow.replay(granted).causes if d.kind == "rule"]
    assert cause.name == "household_standard_month" and cause.label == "家庭月标准"
    assert "standard_month * members_counted" in cause.then and "members_counted > 0" in cause.now


def test_a_fact_corrected_since_is_told_beside_the_same_result(granted):
    person = granted.household.head
    with acting("更正"):
        type(person).objects.filter(pk=person.pk).update(born_on=date(1950, 1, 1))
    done = flow.replay(granted)
    assert done.same and any(d.name == "age" and person.name in d.label for d in done.facts)


def test_a_county_is_replayed_as_a_whole_and_only_what_differs_is_listed(granted):
    code, out = call("--all", "--area", "349926", "--json")
    told = json.loads(out)
    assert code == 0 and told["cases"] == 1 and told["different"] == [] and told["different_entitlements"] == []
    corrected(granted, 120_000)
    code, out = call("--all", "--json")
    (row,) = json.loads(out)["different"]
    assert code == 1 and row["case"] == granted.number and row["causes"][0]["name"] == "standard_month"


def test_an_amount_of_a_roster_that_someone_altered_is_found(granted):
    basis = Entitlement.objects.get(case=granted).basis
    with acting("名册"):
        Entitlement.objects.filter(case=granted).update(case=None, source="名册")
    assert call("--all")[0] == 0
    with acting("改动"):
        Entitlement.objects.update(amount_month=999_900)
    code, out = call("--all")
    assert code == 1 and "999900 分" in out and "金额被改动" in out
    assert basis["numbers"] and basis["rules"] == granted.reckoning["rules"]


def test_what_cannot_be_replayed_is_said(granted):
    for words, said in (((), "请写一个案号"), (("无此案",), "没有案号为“无此案”的案件")):
        result = CliRunner().invoke(main, ["law", "replay", *words])
        assert result.exit_code != 0 and said in result.output + str(result.exception)
