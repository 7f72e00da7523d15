"""What every service inherits: its manifest fits, its flow is sound, its worked households come out as reckoned by hand."""

import datetime as dt
from pathlib import Path

import pytest

from anmin import services
from anmin.kernel.access.declare import ROLES
from anmin.kernel.flow.declare import Duty, Phase, faults
from anmin.kernel.law import api as law
from anmin.kernel.service import register

HOME = Path(services.__file__).parent
EXAMPLES = sorted(HOME.glob("*/examples/*/*.yaml"))
SERVICES = sorted(path.parent.name for path in HOME.glob("*/service.py"))
WITH_RULES = sorted(path.parent.name for path in HOME.glob("*/rules.py"))
FLOWS = [(name, flow) for name, service in sorted(register().items()) for flow in service.flows]
each_flow = pytest.mark.parametrize(("name", "flow"), FLOWS, ids=[f"{name}-{flow.since}" for name, flow in FLOWS])


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_entered_under_the_name_of_its_folder(name: str) -> None:
    service = register()[name]
    assert service.name == name
    assert service.label and service.code and service.cite and service.keep
    assert [other.name for other in register().values() if other.code == service.code] == [name]


@each_flow
def test_a_flow_is_sound_and_names_known_roles_only(name: str, flow) -> None:
    assert faults(flow) == []
    assert {role for move in flow.moves for role in move.roles} <= set(ROLES)
    assert all(move.cite for move in flow.moves if move.duty in (Duty.CHECK, Duty.DECIDE))
    assert all(clock.cite for clock in flow.clocks)


@each_flow
def test_what_pays_is_decided_by_someone_whose_duty_it_is(name: str, flow) -> None:
    for move in flow.moves:
        if "start_payment" in move.consequences:
            assert move.duty is Duty.DECIDE and move.outcome and flow.state(move.target).phase is not Phase.RUNNING


@pytest.mark.parametrize("name", SERVICES)
def test_every_paper_that_is_promised_can_be_made(name: str) -> None:
    service = register()[name]
    promised = {move.paper for flow in service.flows for move in flow.moves} - {""}
    promised |= {service.reviews.paper} - {""} if service.reviews else set()
    assert promised <= set(service.papers)


@pytest.mark.parametrize("name", WITH_RULES)
def test_every_version_of_the_rules_has_a_worked_household(name: str) -> None:
    """A version is tried when a household's day lies in it."""
    days = [dt.date.fromisoformat(path.parent.name) for path in EXAMPLES if path.parents[2].name == name]
    untried = [
        f"{rule} from {version.since}"
        for rule, versions in law.book().law(name).versions.items()
        for version in versions
        if not any(version.since <= day and (version.until is None or day <= version.until) for day in days)
    ]
    assert days
    assert not untried


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parents[2].name}/{path.parent.name}/{path.stem}")
def test_a_worked_household_comes_out_as_reckoned_by_hand(path: Path) -> None:
    from anmin.kernel.law import files, intake

    example, name, day = files.read_yaml(path), path.parents[2].name, dt.date.fromisoformat(path.parent.name)
    assert example["source"].strip(), "no source, no example"
    table = law.given_numbers(name, example["params"]) if example.get("params") else law.numbers()
    home, people = law.household_facts(name, example["facts"], example["area"])
    done = law.reckon_checked(name, day, example["area"], "", home, people, table)
    units = {column: node.unit for column, node in done.plan.nodes.items()}
    expected = {key: intake.written(value, units[key]) for key, value in example["expect"].items() if key != "persons"}
    assert {key: done.values[key] for key in expected} == expected
    for place, person in enumerate(example["expect"].get("persons", ())):
        mine = {key: intake.written(value, units[key]) for key, value in person.items()}
        assert {key: done.person_results[place][key] for key in mine} == mine, place
    said = "".join(reason["text"] for reason in done.reasons)
    assert all(part in said for part in example.get("refusal", ())), said
