"""`anmin law` as a user meets it."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from anmin.ops.commands.law import command

HOUSEHOLD = {
    "household": {"urban_rural": "urban"},
    "persons": [{"name": "张某", "age": 70}, {"age": 8, "relation": "grandchild", "legal_duty": "owed"}],
}


def run(*args):
    return CliRunner().invoke(command, [str(a) for a in args])


@pytest.fixture
def facts(tmp_path):
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(HOUSEHOLD), "utf-8")
    return path


def test_explain_prints_the_promised_json(facts):
    out = run("explain", "dibao", "--date", "2026-10-01", "--area", "349926", "--facts", facts, "--json")
    told = json.loads(out.stdout)
    assert list(told) == ["service", "date", "area", "results", "steps"]
    assert (told["service"], told["date"], told["area"]) == ("dibao", "2026-10-01", "349926")
    assert told["results"]["amount_month"] == 2 * 107_000 + 21_400 + 10_700
    assert all(set(step) == {"name", "label", "value", "unit", "cite", "inputs"} for step in told["steps"])
    assert all(step["cite"] and step["unit"] for step in told["steps"])


def test_an_unknown_county_works_with_numbers_given(facts, tmp_path):
    given = tmp_path / "params.yaml"
    given.write_text("standard_month: 500元\n", "utf-8")
    out = run(
        "explain", "dibao", "--date", "2026-10-01", "--area", "991234", "--facts", facts, "--params", given, "--json"
    )
    assert json.loads(out.stdout)["results"]["amount_month"] == 100_000
    refused = run("explain", "dibao", "--date", "2026-10-01", "--area", "991234", "--facts", facts)
    assert refused.exit_code == 2 and "standard_month" in refused.stderr and "--params" in refused.stderr


def test_the_receipt_can_be_checked_with_a_pencil(facts):
    out = run("explain", "dibao", "--date", "2026-10-01", "--area", "349926", "--facts", facts)
    for part in (
        "1,070.00",
        "2 人",
        "2,140.00",
        "321.00",
        "2,461.00",
        "安政〔2026〕29号",
        "民发〔2021〕57号 第二十三条",
        "张某",
    ):
        assert part in out.stdout, out.stdout


@pytest.mark.parametrize(("args", "said"), [
    (("--date", "2026-13-01", "--area", "349926"), "2026-10-09"),
    (("--date", "2026-10-01", "--area", "anhe"), "位数字"),
    (("--date", "2000-01-01", "--area", "349926"), "最早自 2012-12-12"),
])  # fmt: skip
def test_a_wrong_call_is_told_in_a_line(facts, args, said):
    out = run("explain", "dibao", "--facts", facts, *args)
    assert out.exit_code == 2 and said in out.stderr and "Traceback" not in out.stderr


def test_an_unknown_service_a_missing_file_and_a_broken_file_are_told(tmp_path, facts):
    day = ("--date", "2026-10-01", "--area", "349926")
    assert "没有叫「lamp_oil」的服务规则" in run("explain", "lamp_oil", *day, "--facts", facts).stderr
    assert "找不到文件" in run("explain", "dibao", *day, "--facts", tmp_path / "none.json").stderr
    (tmp_path / "broken.yaml").write_text("{persons: [", "utf-8")
    assert "不是可读的" in run("explain", "dibao", *day, "--facts", tmp_path / "broken.yaml").stderr


@pytest.mark.parametrize("text", ['{"persons": [{"age": 40, "age": 90}]}', "persons:\n  - age: 40\n    age: 90\n"])
def test_a_fact_given_twice_is_refused_and_not_the_last_taken(tmp_path, text):
    path = tmp_path / "twice.yaml"
    path.write_text(text, "utf-8")
    out = run("explain", "dibao", "--date", "2026-10-01", "--area", "349926", "--facts", path)
    assert out.exit_code != 0
    assert "同一处写了两个“age”" in out.stderr


def test_facts_lists_what_is_asked():
    asked = json.loads(run("facts", "dibao", "--json").stdout)
    age = next(f for f in asked if f["name"] == "age")
    assert (age["unit"], age["type"], age["level"], age["default"], age["required"]) == (
        "year",
        "int",
        "person",
        None,
        True,
    )
    wage = next(f for f in asked if f["name"] == "wage_month")
    assert (wage["unit"], wage["default"], wage["required"]) == ("fen/month", 0, False)
    assert [f["name"] for f in asked if f["required"]] == ["age"]
    assert all(f["choices"] for f in asked if f["type"] == "choice")


def test_params_versions_and_check_answer():
    rows = {
        r["name"]: r
        for r in json.loads(run("params", "dibao", "--date", "2026-10-01", "--area", "349926", "--json").stdout)
    }
    assert rows["standard_month"]["urban"]["value"] == 107_000
    assert rows["topup_bp_elder"]["label"] == "分类施保增发占标准的比例（老年人）"
    versions = json.loads(run("versions", "dibao", "--json").stdout)
    spans = [(v["since"], v["until"]) for v in versions if v["name"] == "member_by_kinship"]
    assert spans == [("2012-12-12", "2021-06-30"), ("2021-07-01", None)]
    assert "全部通过" in run("check").stdout


def test_explaining_needs_neither_a_database_nor_the_column_engines():
    code = (
        "import sys; from anmin.kernel.law import api; import datetime as dt;"
        "api.reckon('dibao', dt.date(2026,10,1), '349926', persons=[{'age': 30}]);"
        "print([m for m in ('django', 'polars', 'narwhals', 'duckdb') if m in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_every_manifest_loads_where_there_is_no_database():
    """The receipt's lines come from the manifest, which `explain` opens without setting up Django."""
    code = (
        "from pathlib import Path; from anmin import services; from anmin.ops.commands.law import receipt_lines;"
        "found = sorted(p.parent.name for p in Path(services.__file__).parent.glob('*/rules.py'));"
        "[receipt_lines(name) for name in found]; print(len(found))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0 and int(done.stdout) > 10, done.stderr


def test_an_amount_declared_for_the_household_is_told_once_in_the_sum(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text("household: {receiving_dibao: true, fund_cause: sudden, sudden_loss_left: 20000元}\n", "utf-8")
    out = run("explain", "relief_fund", "--date", "2026-10-01", "--area", "349926", "--facts", path)
    assert out.exit_code == 0, out.output
    assert out.stdout.count("20,000.00") == 1 and "4,000.00" in out.stdout
