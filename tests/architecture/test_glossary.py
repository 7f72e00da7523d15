"""The glossary knows every role, service, state and unit, in the words that pages show."""

from collections import Counter

import yaml

from anmin.kernel.access.declare import ROLES
from anmin.kernel.law.api import book
from anmin.kernel.service import register
from tests.architecture.tree import ROOT

TERMS = yaml.safe_load((ROOT / "docs/glossary.yaml").read_text(encoding="utf-8"))
KEYS = {"chinese", "pinyin", "english", "code", "kind", "source", "sentence"}


def known(kind: str) -> dict[str, str]:
    return {str(term["code"]): term["chinese"] for term in TERMS if term["kind"] == kind}


def test_every_entry_is_complete_and_no_word_stands_twice() -> None:
    for term in TERMS:
        assert set(term) == KEYS, term
        assert all(str(value).strip() for value in term.values()), term
        assert term["sentence"].endswith("."), term
    twice = [word for word, count in Counter(term["chinese"] for term in TERMS).items() if count > 1]
    assert not twice


def test_roles_and_services_are_called_what_pages_call_them() -> None:
    assert known("role") == ROLES
    assert known("service") == {service.name: service.label for service in register().values()}


def test_every_state_of_every_flow_is_explained() -> None:
    states = {state.name for service in register().values() for flow in service.flows for state in flow.states}
    assert states == set(known("state"))


def test_every_unit_of_rules_and_numbers_is_explained() -> None:
    laws = [book().law(name) for name in book().names()]
    units = {number.unit for law in laws for number in law.numbers.values()}
    units |= {
        version.unit
        for law in laws
        for versions in law.versions.values()
        for version in versions
        if hasattr(version, "unit")
    }
    units |= {fact.unit for law in laws for fact in law.facts.values()}
    assert units - set(known("unit")) == set()
