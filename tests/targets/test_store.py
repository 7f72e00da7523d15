"""Plans as kept: versions, and what a clerk does with their rows."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import acting
from anmin.kernel.targets import api as targets
from tests import toy

TEXT = """云溪县民政局2026年民政工作要点

一、养老服务。9月底前新建敬老院2所,护理型床位占比由52%提高到60%。责任单位:养老服务股
二、社会救助。低保标准提高到每人每月1070元。
"""


@pytest.fixture
def clerk(db: None) -> User:
    toy.lay_out()
    return toy.officer("R6", toy.COUNTY)


@pytest.fixture
def plan(clerk: User) -> targets.Plan:
    with acting(clerk.actor):
        return targets.keep(TEXT, "要点.txt", area=toy.COUNTY).plan


def row(plan: targets.Plan, surface: str) -> targets.Item:
    return plan.items.get(surface__contains=surface, split_from=None)


def test_a_document_is_kept_with_its_rows_text_and_outline(plan: targets.Plan, clerk: User) -> None:
    assert (plan.title, plan.period, plan.version, plan.found, plan.settled) == (
        "云溪县民政局2026年民政工作要点", "2026年", 1, 3, 0,
    )  # fmt: skip
    assert plan.source.text == TEXT
    assert [each["title"] for each in plan.source.outline if each["level"] == 1] == ["养老服务", "社会救助"]
    share = row(plan, "60%")
    assert (share.low, share.base, share.unit, share.value) == (Decimal(60), Decimal(52), "%", "60 %")
    assert TEXT[share.start : share.end] == share.surface
    assert plan.received_by == clerk.account


def test_the_same_file_twice_is_the_one_that_is_there(plan: targets.Plan, clerk: User) -> None:
    with acting(clerk.actor):
        assert targets.keep(TEXT, "另一个名字.txt", area=toy.COUNTY) == targets.Kept(plan, False)


def test_a_changed_document_of_the_same_title_becomes_the_next_version(plan: targets.Plan, clerk: User) -> None:
    with acting(clerk.actor):
        later = targets.keep(TEXT.replace("2所", "3所"), "要点.txt", area=toy.COUNTY).plan
    plan.refresh_from_db()
    assert (later.version, later.replaces) == (2, plan)
    assert plan.superseded_on is not None and later.superseded_on is None


def test_a_confirmed_row_counts_as_progress_and_undo_takes_it_back(plan: targets.Plan, clerk: User) -> None:
    with acting(clerk.actor):
        item = targets.confirm(row(plan, "2所").pk)
        plan.refresh_from_db()
        assert (item.state, item.settled_by_id, plan.settled) == ("confirmed", clerk.account.pk, 1)
        targets.undo(plan)
    plan.refresh_from_db()
    item.refresh_from_db()
    assert (item.is_open, item.settled_by, item.changes, plan.settled) == (True, None, 0, 0)


def test_a_correction_keeps_what_was_read(plan: targets.Plan, clerk: User) -> None:
    with acting(clerk.actor):
        item = targets.correct(row(plan, "60%").pk, {"amount": "60-62.5", "owner": "养老服务股", "was": "５２"})
    item.refresh_from_db()
    assert (item.state, item.amount, item.comparator) == ("corrected", "60-62.5", "range")
    assert item.owner == "养老服务股"
    assert item.read["value"] == 60 and item.read["comparator"] == "="


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"amount": "六十"}, "不是数字"),
        ({"amount": "9-3"}, "上限比下限小"),
        ({"was": "1-2"}, "基数只能是一个数"),
        ({"comparator": "range"}, "区间"),
        ({"subject": "", "metric": ""}, "至少写一个"),
        ({"kind": "wish"}, "不认识"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused_in_words(
    plan: targets.Plan, clerk: User, values: dict[str, str], said: str
) -> None:
    with pytest.raises(ValueError, match=said), acting(clerk.actor):
        targets.correct(row(plan, "60%").pk, values)


def test_a_row_is_split_by_the_number_that_stands_in_its_line(plan: targets.Plan, clerk: User) -> None:
    with acting(clerk.actor):
        made = targets.split(row(plan, "60%").pk, "52%")
        assert (made.surface, made.low, made.split_from, made.state) == ("52%", None, row(plan, "60%"), "doubtful")
        assert TEXT[made.start : made.end] == "52%"
        with pytest.raises(targets.Refused, match="没有“99%”"):
            targets.split(made.pk, "99%")
        targets.undo(plan)
    made.refresh_from_db()
    assert made.state == "dropped"


def test_a_merged_row_leaves_the_plan_and_the_one_before_stays(plan: targets.Plan, clerk: User) -> None:
    with acting(clerk.actor):
        stays = targets.merge(row(plan, "60%").pk)
        gone = row(plan, "60%")
        assert (stays, gone.state, gone.merged_into) == (row(plan, "2所"), "dropped", stays)
        with pytest.raises(targets.Refused, match="前面没有"):
            targets.merge(stays.pk)
    plan.refresh_from_db()
    assert plan.found == 2


def test_undo_stops_where_someone_else_went_on(plan: targets.Plan, clerk: User) -> None:
    other = toy.officer("R7", toy.COUNTY)
    pk = row(plan, "2所").pk
    with acting(clerk.actor):
        targets.confirm(pk)
    with acting(other.actor):
        targets.correct(pk, {"owner": "社会福利股"})
    with pytest.raises(targets.Refused, match="之后又被改过"), acting(clerk.actor):
        targets.undo(plan)
    with pytest.raises(targets.Refused, match="别人改过"), acting(clerk.actor):
        targets.correct(pk, {"owner": "办公室"}, seen=1)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE targets_item SET sentence = '另一句'",
        "UPDATE targets_item SET line = line + 1",
        "DELETE FROM targets_act; DELETE FROM targets_item",
        "UPDATE targets_source SET text = ''",
    ],
)
def test_the_database_refuses_another_sentence_or_place(plan: targets.Plan, clerk: User, change: str) -> None:
    with (
        pytest.raises(DatabaseError, match="不能"),
        transaction.atomic(),
        connection.cursor() as sql,
        acting(clerk.actor),
    ):
        sql.execute(change)


def test_decided_rows_become_labels_that_the_reader_is_scored_by(
    plan: targets.Plan, clerk: User, tmp_path: Path
) -> None:
    from tests.plans.agreement import score

    with acting(clerk.actor):
        targets.confirm(row(plan, "2所").pk)
        targets.correct(row(plan, "60%").pk, {"amount": "61"})
        targets.drop(row(plan, "1070").pk)
    assert targets.write_labels(tmp_path) == (1, 2)
    labels = [json.loads(line) for line in (tmp_path / "gold.jsonl").read_text().splitlines()]
    assert [(each["surface"], each["value"]) for each in labels if each["kind"] in ("target", "figure")] == [
        ("2所", 2), ("60%", 61),
    ]  # fmt: skip
    tally = score(tmp_path)
    assert (tally.labels, tally.numbers, tally.rows) == (2, 1, 3)


def sent(rows: list[dict]) -> list[dict[str, str]]:
    """A part's rows as the form sends them."""
    return [
        {name: "" if value is None else str(value) for name, value in row.items()}
        | {"was": f"{row['line']}:{row['start']}"}
        for row in rows
    ]


def test_corrected_headings_are_taken_back_one_by_one(plan: targets.Plan, clerk: User) -> None:
    rows = sent(plan.source.outline)
    rows[1]["title"] = "养老服务体系"
    with acting(clerk.actor):
        targets.revise(plan.pk, "outline", rows)
        targets.confirm(row(plan, "2所").pk)
        targets.revise(plan.pk, "outline", rows[:1])
        assert targets.undo(plan) == (None, "改正提纲")
    plan.refresh_from_db()
    assert [each["title"] for each in plan.outline][1] == "养老服务体系" and len(plan.outline) == len(rows)
    with acting(clerk.actor):
        assert targets.undo(plan)[1] == "确认"
        assert targets.undo(plan) == (None, "改正提纲")
    plan.refresh_from_db()
    assert plan.revised == {} and plan.outline == plan.source.outline


def test_headings_that_another_clerk_corrected_meanwhile_stay(plan: targets.Plan, clerk: User) -> None:
    other = toy.officer("R7", toy.COUNTY)
    rows, seen = sent(plan.source.outline), targets.version_of(plan, "outline")
    with acting(clerk.actor):
        targets.revise(plan.pk, "outline", rows[:2], seen=seen)
    with pytest.raises(targets.Refused, match="别人改过"), acting(other.actor):
        targets.revise(plan.pk, "outline", rows, seen=seen)
    with acting(other.actor):
        targets.revise(plan.pk, "outline", rows[:1])
    with pytest.raises(targets.Refused, match="别人又改过"), acting(clerk.actor):
        targets.undo(plan)


def test_headings_that_were_gone_through_become_labels(plan: targets.Plan, clerk: User, tmp_path: Path) -> None:
    from tests.plans.agreement import score_around

    with acting(clerk.actor):
        targets.confirm(row(plan, "2所").pk)
    targets.write_labels(tmp_path)
    assert score_around(tmp_path)["heading"].labels == 0  # read, and nobody went through them
    rows = sent(plan.source.outline)
    rows[1]["level"] = "3"
    with acting(clerk.actor):
        targets.revise(plan.pk, "outline", rows)
    targets.write_labels(tmp_path)
    labels = [json.loads(line) for line in (tmp_path / "gold.jsonl").read_text().splitlines()]
    headings = [each for each in labels if each["kind"] == "heading"]
    assert [(each["subject"], each["value"], "opt" in each) for each in headings][:2] == [
        ("云溪县民政局2026年民政工作要点", 0, False), ("养老服务", 3, False),
    ]  # fmt: skip
    found = score_around(tmp_path)["heading"]
    assert (found.labels, found.rows, found.right) == (len(rows), len(rows), len(rows) - 1)


def test_a_new_version_takes_over_what_was_decided_and_confirms_it_as_one(plan: targets.Plan, clerk: User) -> None:
    with acting(clerk.actor):
        targets.correct(row(plan, "60%").pk, {"amount": "61", "owner": "办公室"})
        targets.drop(row(plan, "1070").pk)
        missed = targets.add(plan, 3, "9月底前")
        targets.correct(missed.pk, {"metric": "完成时间", "amount": "9"})
        later = targets.keep(TEXT + "三、新增。新建公墓5处。\n", "要点.txt", area=toy.COUNTY).plan
    assert later.version == 2
    share, wage = row(later, "60%"), row(later, "1070")
    assert (share.amount, share.owner, share.is_open) == ("61", "办公室", True)
    assert share.carried_from_id == row(plan, "60%").pk
    added = row(later, "9月底前")
    assert (added.metric, added.amount, added.line, added.read) == ("完成时间", "9", 3, None) and later.found == 5
    assert wage.state == "doubtful" and "上一版删去了这一条" in wage.doubts
    assert row(later, "2所").carried_from_id is None  # nobody had decided upon it
    with acting(clerk.actor):
        assert targets.confirm_same(later) == 2
        assert row(later, "60%").state == "confirmed" and row(later, "5处").is_open
        assert targets.undo(later)[1] == "确认 2 条"
        latest = targets.keep(TEXT + "四、其他。\n", "要点.txt", area=toy.COUNTY).plan
    assert row(later, "60%").is_open and row(latest, "60%").amount == "61"
