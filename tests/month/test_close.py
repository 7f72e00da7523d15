"""The close of a month: from a roster to the bank and back, the same however often it is run."""

import io
import json
from datetime import date
from pathlib import Path

import fastexcel
import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anmin.kernel.audit.api import acting
from anmin.kernel.audit.models import Entry as AuditEntry
from anmin.kernel.funds.api import Batch, Entitlement, MoneyRefused, Payment, Period, Roll, list_recipients
from anmin.kernel.law import api as law
from anmin.kernel.law.models import Number
from anmin.kernel.law.stored import stored_numbers
from anmin.kernel.month.api import (
    Closed,
    Finding,
    FindingRefused,
    People,
    answer_finding,
    close_month,
    explain,
    reckon_households,
    report_bytes,
)
from anmin.kernel.people.api import Household, HouseholdIn, PersonIn, Status, declare, facts_on, take_in
from tests import county
from tests.county import COUNTY, STREET, VILLAGE, number
from tests.funds.payees import NOVEMBER, OCTOBER, bank_says

pytestmark = pytest.mark.django_db
ROSTER_DAY = date(2026, 9, 20)
STANDARD = 1070_00  # 安政〔2026〕29号, the fictional county's own


@pytest.fixture
def people(settings, tmp_path: Path) -> People:
    settings.VAR_DIR = tmp_path
    staff = county.build()
    return People(staff.user("R6"), staff.user("R9"), staff.user("R7"))


def person(order: int, wage: int = 0, **more) -> PersonIn:
    born = more.pop("born", date(1980, 3, 1))
    return PersonIn(
        f"赵{'甲乙丙丁戊己庚辛壬癸'[order % 10]}", number(f"349926{born:%Y%m%d}{order:03d}"), 1, born,
        more.pop("relation", "02"), facts={"wage_month": wage} if wage else {}, **more,
    )  # fmt: skip


def home(*members: PersonIn, account: str | None = None, area: str = VILLAGE, **facts) -> HouseholdIn:
    head = members[0]
    bank = account if account is not None else f"6222{head.id_number[:14]}"
    return HouseholdIn(
        area, "urban" if area == STREET else "rural", members, bank_name="安和农商银行", bank_account=bank,
        payee_name=head.name, facts=facts,
    )  # fmt: skip


def roster(*rows: tuple[HouseholdIn, int | None], on: date = ROSTER_DAY) -> list[int]:
    """Taken in as an import does: households, then who receives how much."""
    with acting("名册导入"):
        ids = take_in([row for row, _ in rows], on=on, source="名册").household_ids
        pairs = zip(ids, [amount for _, amount in rows], strict=True)
        list_recipients("dibao", pairs, on=on, source="名册")
    return ids


def close(people: People, month: date = OCTOBER, answer: bytes | None = None) -> Closed:
    return close_month("dibao", month, COUNTY, people=people, answer=answer, on=month)


def found(kind: str) -> dict[int, str]:
    return dict(Finding.objects.filter(kind=kind).values_list("household", "text"))


def test_a_roster_is_reckoned_paid_and_what_does_not_fit_is_told(people):
    poor, listed_less, rich, unclear = roster(
        (home(person(1, wage=300_00)), None),
        (home(person(2, wage=1000_00)), 50_00),
        (home(person(3, wage=3000_00)), 400_00),
        (home(person(4), houses="两套"), 400_00),
    )
    done = close(people)
    paid = dict(Payment.objects.values_list("household", "amount"))
    assert paid == {poor: 800_00, listed_less: 170_00}  # the standard less nine tenths of the wage, 安民〔2021〕45号
    assert "名册 50.00 元，按现有事实测算 170.00 元" in found("more")[listed_less]
    assert "不低于当地标准" in found("ineligible")[rich]
    assert "houses" in found("bad_facts")[unclear]
    assert done.steps["reckon"]["enrolled"] == 2
    assert done.next.startswith("等待银行回盘")


def test_the_same_month_closed_again_changes_nothing_and_says_the_same(people):
    roster((home(person(1, wage=300_00)), None), (home(person(2)), None))
    first = close(people)
    entries, files = AuditEntry.objects.count(), Batch.objects.get().digest
    again = close(people)
    assert again == first
    assert (AuditEntry.objects.count(), Batch.objects.get().digest) == (entries, files)
    done = close(people, answer=bank_says(Batch.objects.get()))
    entries = AuditEntry.objects.count()
    assert close(people) == done
    assert close(people, answer=bank_says(Batch.objects.get())) == done
    assert AuditEntry.objects.count() == entries


def test_the_month_ends_locked_with_roll_bank_and_books_agreeing(people, settings):
    roster((home(person(1, wage=300_00)), None), (home(person(2)), None))
    close(people)
    done = close(people, answer=bank_says(Batch.objects.get(), returned=(2,)))
    assert done.next == ""
    assert Period.objects.get().locked
    assert done.steps["ledger"]["agrees"]
    assert done.steps["return"]["returned_lines"] == 1
    report = openpyxl.load_workbook(done.steps["report"]["file"])
    rows = {row[0].value: [cell.value for cell in row[1:3]] for row in report["对账"].iter_rows(min_row=2)}
    assert rows["名册应发"] == rows["合计"] == [2, 1870]
    assert rows["到账"][1] + rows["退回待重发"][1] == 1870
    legs = [[cell.value for cell in row] for row in report["凭证"].iter_rows(min_row=2)]
    assert sum(leg[6] for leg in legs) == sum(leg[7] for leg in legs) > 0


def test_report_bank_files_and_books_say_the_same_to_another_program(people):
    roster(
        (home(person(1, wage=300_00)), None), (home(person(2)), None), (home(person(3), account=""), None),
        (home(person(4), area=STREET), None),
    )  # fmt: skip
    close(people)
    batch = Batch.objects.get()
    done = close(people, answer=bank_says(batch, returned=(3,)))
    assert close(people) == done
    report = fastexcel.read_excel(done.steps["report"]["file"])
    sheets = {name: report.load_sheet(name).to_polars() for name in report.sheet_names}
    agreed = sheets["对账"].drop_nulls("金额（元）")  # the last row is a sentence
    stands = {what: (lines, round(yuan * 100)) for what, lines, yuan, _ in agreed.rows()}
    file = fastexcel.read_excel(done.steps["bank"]["batches"][0]["files"]["xlsx"]).load_sheet("发放明细").to_polars()
    lines = list(Payment.objects.values_list("amount", flat=True))
    assert stands["名册应发"] == stands["合计"] == (len(lines), sum(lines)) == (4, done.steps["roll"]["amount"])
    sent = [stands[part] for part in ("到账", "退回待重发")]
    assert (len(file), round(file["金额"].sum() * 100)) == (sum(n for n, _ in sent), sum(fen for _, fen in sent))
    assert stands["无账号待发"][0] == 1
    town, moved, legs = sheets["分乡镇"], sheets["变动"], sheets["凭证"]
    assert round((town["当月金额（元）"].sum() + town["补发金额（元）"].sum()) * 100) == sum(lines)
    assert dict(zip(moved["项"], moved["户数"], strict=True))["本月"] == len(lines)
    spent = legs.filter(pl.col("科目") == "救助支出")["借（元）"].sum()
    assert round(spent * 100) == sum(lines) and round((legs["借（元）"].sum() - legs["贷（元）"].sum()) * 100) == 0


def test_without_reviewer_and_approver_the_close_stops_where_they_are_needed(people):
    roster((home(person(1)), None))
    alone = close(People(people.maker))
    assert "待复核" in alone.next and not Batch.objects.exists()
    assert "待批准" in close(People(people.maker, people.reviewer)).next
    assert not Batch.objects.exists()
    assert "回盘" in close(people).next


def test_an_empty_county_pays_nobody(people):
    done = close(people)
    assert "没有一户应发" in done.next
    assert not Payment.objects.exists() and not Batch.objects.exists()


def test_a_roster_corrected_before_review_is_followed(people):
    ids = roster((home(person(1, wage=300_00)), None), (home(person(2)), None))
    close(People(people.maker))
    roster((home(person(1, wage=500_00)), None), (home(person(2, wage=5000_00)), None), on=OCTOBER)
    close(People(people.maker))
    assert dict(Payment.objects.values_list("household", "amount")) == {ids[0]: 620_00}
    assert ids[1] in found("ineligible")


def test_each_entitlement_explains_itself(people):
    roster((home(person(1, wage=300_00), person(2, relation="10", disability=("limb", 2))), None))
    close(people)
    given = Entitlement.objects.get()
    again = explain("dibao", given.basis, given.area)
    assert again.results["amount_month"] == given.amount_month == 2140_00 - 270_00 + 321_00
    assert any("标准" in step.node.label for step in again.steps)


def test_facts_that_changed_are_told_and_the_money_stays_until_someone_decides(people):
    (pk,) = roster((home(person(1, wage=300_00)), None))
    close(people, answer=None)
    with acting("测试"):
        member = str(Household.objects.get(pk=pk).head_id)
        declare(
            Household.objects.get(pk=pk), household_facts={}, person_facts={member: {"wage_month": 900_00}},
            on=date(2026, 10, 20), source="定期核查",
        )  # fmt: skip
    close(people, NOVEMBER)
    assert Payment.objects.get(month=NOVEMBER).amount == 800_00
    assert found("less") == {pk: "现发 800.00 元，按现有事实测算 260.00 元"}


def test_a_standard_raised_and_back_dated_is_followed_with_arrears_for_each_month(people):
    (pk,) = roster((home(person(1, wage=300_00)), None))
    close(people)
    with acting("测试"):
        Number.objects.create(
            key="dibao.standard_month", area="349926", value=STANDARD + 50_00, unit="fen/month", doc="安政〔2026〕40号",
            since=OCTOBER,
        )  # fmt: skip
    done = close(people, NOVEMBER)
    lines = list(Payment.objects.filter(roll__month=NOVEMBER).order_by("serial").values_list("month", "kind", "amount"))
    assert lines == [(NOVEMBER, "regular", 850_00), (OCTOBER, "arrears", 50_00)]
    assert Entitlement.objects.get(household=pk, until=None).source == "标准调整 安政〔2026〕40号"
    assert done.steps["reckon"]["raised"] == 1
    assert not found("drift")


def test_an_amount_altered_behind_the_rules_is_found(people):
    (pk,) = roster((home(person(1, wage=300_00)), None))
    close(People(people.maker))
    with connection.cursor() as cursor, acting("测试"):
        cursor.execute("UPDATE funds_entitlement SET amount_month = 99900, source = '手改'")
    close(People(people.maker))
    assert "应为 800.00 元" in found("drift")[pk]


def test_lines_without_an_account_or_with_a_shared_one_are_told(people):
    without, one, other = roster(
        (home(person(1), account=""), None),
        (home(person(2), account="6222000000000000033"), None),
        (home(person(3), account="6222000000000000033"), None),
    )
    done = close(people)
    assert set(found("no_account")) == {without}
    assert set(found("shared_account")) == {one, other}
    assert (done.steps["roll"]["lines"], done.steps["bank"]["batches"][0]["lines"]) == (3, 2)
    assert done.steps["ledger"]["no_account_amount"] == STANDARD


def test_a_return_file_of_another_month_stops_the_close_with_a_sentence(people):
    roster((home(person(1)), None))
    close(people)
    october = bank_says(Batch.objects.get())
    with pytest.raises(MoneyRefused, match="2026年10月的回盘"):
        close(people, NOVEMBER, answer=october)
    assert not Payment.objects.filter(month=NOVEMBER).exists()  # refused before anything was begun


def test_the_number_of_queries_does_not_grow_with_the_county(people):
    counts = []
    for size, month in ((2, OCTOBER), (40, NOVEMBER)):
        roster(*((home(person(order, wage=order * 10_00)), None) for order in range(1, size)))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            close(people, month)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 15, counts


PERSONS = st.lists(
    st.fixed_dictionaries({}, optional={
        "wage_month": st.integers(0, 400_000), "wage_year": st.integers(0, 3_000_000),
        "pension_month": st.integers(0, 200_000), "labour_capacity": st.sampled_from(["none", "partial", "full"]),
        "rigid_cost_year": st.integers(0, 2_000_000), "lives_together": st.booleans(),
    }),
    min_size=1, max_size=4,
)  # fmt: skip
HOMES = st.lists(
    st.tuples(
        st.fixed_dictionaries({}, optional={
            "financial_assets": st.integers(0, 9_000_000), "vehicles": st.integers(0, 2), "houses": st.integers(0, 3),
            "unknown_elsewhere": st.integers(),
        }),
        PERSONS,
        st.sampled_from([("limb", 1), ("mental", 3), ("visual", 4), None]),
        st.booleans(),
        st.dates(date(1930, 1, 1), date(2026, 9, 1)),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=HOMES)
def test_reckoned_together_or_one_by_one_the_amount_is_the_same_to_the_fen(drawn):
    rows, order = [], 0
    for facts, members, disability, ill, born in drawn:
        made = []
        for place, own in enumerate(members):
            order += 1
            one = person(order % 1000, born=born, relation="02" if place == 0 else "30", disability=disability,
                         illness="尿毒症" if ill else "", student="college" if place == 2 else "")  # fmt: skip
            made.append(
                PersonIn(**{**vars(one), "facts": own, "id_number": number(f"3499{order:02d}{born:%Y%m%d}001")})
            )
        rows.append(HouseholdIn(VILLAGE, "rural", tuple(made), facts=facts))
    with acting("测试"):
        ids = take_in(rows, on=ROSTER_DAY, source="测试").household_ids
        Status.objects.filter(kind="illness").update(category="")
    together = reckon_households("dibao", OCTOBER, ids).amounts()
    known = {fact.name for fact in law.facts_of("dibao")}
    for pk in ids:
        own, members = facts_on(Household.objects.get(pk=pk), OCTOBER)
        alone = law.reckon(
            "dibao", OCTOBER, VILLAGE, "rural", {k: v for k, v in own.items() if k in known},
            [{k: v for k, v in facts.items() if k in known} for _, facts in members], table=stored_numbers(),
        ).results  # fmt: skip
        assert together[pk][:2] == (alone["eligible"], alone["amount_month"] if alone["eligible"] else 0)


def test_the_command_tells_a_program_what_it_tells_a_person(people, monkeypatch):
    from anmin.ops.commands.month import command

    monkeypatch.setattr("anmin.ops.django.set_up", lambda: None)  # the test's own database is there already
    roster((home(person(1, wage=300_00)), None))
    words = ["close", "2026-10", "--by", "xianju", "--review-by", "zijin", "--approve-by", "juzhang"]
    told = CliRunner().invoke(command, [*words, "--json"])
    assert told.exit_code == 0, told.output
    data = json.loads(told.stdout)
    one, *others = data["programmes"]
    assert others and all(not other["steps"] and "没有一户应发" in other["next"] for other in others)
    assert (data["month"], one["programme"], one["steps"]["roll"]["amount"]) == ("2026-10", "dibao", 800_00)
    read = CliRunner().invoke(command, words)
    assert "1 户 1 人 1 笔 ¥800.00" in read.output and "等待银行回盘" in read.output
    wrong = CliRunner().invoke(command, [*words[:2], "--by", "nobody"])
    assert wrong.exit_code == 1 and "没有账号" in wrong.output


def test_the_roll_is_compared_with_other_departments_once_for_the_same_files(people, tmp_path):
    from anmin.kernel.means.api import Check, load_source
    from anmin.kernel.people.api import Person, sign_consent

    (pk,) = roster((home(person(1, wage=300_00)), None))
    close(people)
    with acting("测试"):
        sign_consent(Person.objects.get(heads=pk), on=ROSTER_DAY)
        (tmp_path / "w.csv").write_text(f"身份证号,姓名,单位,月工资\n{person(1).id_number},赵乙,某厂,900.00\n")
        load_source("wages", tmp_path / "w.csv", as_of=date(2026, 10, 25), file_name="w.csv")
    for _ in range(2):
        done = close(People(people.maker), NOVEMBER)
        assert done.steps["check"]["means"] == {"sources": 1, "found": 1, "persons": 1, "unsigned": 0}
    assert Check.objects.count() == 1
    assert Payment.objects.get(month=NOVEMBER).amount == 800_00


def test_the_first_month_compares_those_whom_the_roster_brings(people, tmp_path):
    from anmin.kernel.means.api import load_source
    from anmin.kernel.people.api import Person, sign_consent

    roster((home(person(1, wage=300_00)), None), (home(person(2, wage=3000_00)), None))
    with acting("测试"):
        for someone in Person.objects.all():
            sign_consent(someone, on=ROSTER_DAY)
        (tmp_path / "w.csv").write_text(f"身份证号,姓名,单位,月工资\n{person(1).id_number},赵乙,某厂,900.00\n")
        load_source("wages", tmp_path / "w.csv", as_of=date(2026, 9, 25), file_name="w.csv")
    for _ in range(2):  # who is not paid is not looked up
        done = close(People(people.maker))
        assert done.steps["check"]["means"] == {"sources": 1, "found": 1, "persons": 1, "unsigned": 0}


def test_the_report_tells_what_was_asked_found_and_answered_as_the_database_does(people, tmp_path):
    from anmin.kernel.means.api import Finding as Difference
    from anmin.kernel.means.api import answer_finding, load_source
    from anmin.kernel.people.api import Person, sign_consent

    roster(*[(home(person(n, wage=300_00)), None) for n in (1, 2, 3)], (home(person(4), area=STREET), None))
    close(people)
    with acting("测试"):
        for someone in Person.objects.exclude(name=person(3).name):
            sign_consent(someone, on=ROSTER_DAY)
        wages = "".join(f"{person(n).id_number},某人,某厂,900.00\n" for n in (1, 2, 3))
        (tmp_path / "w.csv").write_text(f"身份证号,姓名,单位,月工资\n{wages}")
        (tmp_path / "v.csv").write_text(f"身份证号,姓名,号牌\n{person(4).id_number},某人,晋A12345\n")
        for name, day in (("wages", date(2026, 10, 25)), ("vehicles", date(2026, 8, 1))):
            load_source(name, tmp_path / f"{name[0]}.csv", as_of=day, file_name=f"{name}.csv")
    done = close(people, NOVEMBER)
    first, second = Difference.objects.filter(source="wages").order_by("id")
    with acting("测试"):
        answer_finding(first, "true", note="已入户核实", who=people.reviewer, on=first.due_on)
        answer_finding(second, "false", note="同名不同人", who=people.reviewer, on=date(2027, 1, 4))
    roll = Roll.objects.get(month=NOVEMBER)  # the month is not closed: its report is shown, but not yet kept
    assert "report" not in done.steps
    report = report_bytes(roll, done.steps)
    sheets = {
        name: fastexcel.read_excel(report).load_sheet(name).to_polars() for name in ("核对来源", "核对发现", "核对明细")
    }
    asked = {row["来源"]: row for row in sheets["核对来源"].to_dicts()}
    assert (asked["机动车"]["数据截止日"], asked["机动车"]["时效"][:2]) == ("2026-08-01", "早于")
    wages = asked["工资（社保缴费工资）"]
    assert (wages["数据截止日"], wages["发现（条）"]) == ("2026-10-25", 2)
    said = done.steps["check"]["means"]
    assert asked["合计"]["发现（条）"] == said["found"] == Difference.objects.count() == 3
    assert f"核对 {said['persons']} 人，无授权未核对 1 人；等于" in asked["合计"]["说明"]
    *rows, total = sheets["核对发现"].to_dicts()
    columns = ("发现（条）", "涉及户数", "待处理", "属实", "不属实", "情况已变化", "按期答复", "逾期答复")
    assert [total[name] for name in columns] == [3, 3, 1, 1, 1, 0, 1, 1]
    assert all(sum(row[name] for row in rows) == total[name] for name in columns)
    other = list(openpyxl.load_workbook(io.BytesIO(report))["核对明细"].iter_rows(min_row=2, values_only=True))
    assert len(other) == len(sheets["核对明细"]) == 3
    assert sorted((row[4], row[5]) for row in other if row[2].startswith("工资")) == [(300, 900), (300, 900)]


def test_what_another_close_has_just_done_is_taken_as_done(people):
    from anmin.kernel.funds import api as funds
    from anmin.kernel.month.closing import _step

    roster((home(person(1, wage=300_00)), None))
    close(People(people.maker))
    stale = funds.Roll.objects.get()
    close(People(people.maker, people.reviewer))
    entries = AuditEntry.objects.count()
    assert _step(stale, "made", people.reviewer, funds.review, "名册复核").state == "reviewed"
    assert AuditEntry.objects.count() == entries


def answered(people: People, kind: str, state: str, text: str = "11月3日入户核实，与登记一致") -> Finding:
    with acting("测试"):
        one = Finding.objects.get(kind=kind)
        return answer_finding(one.pk, who=people.maker, on=date(2026, 11, 3), state=state, text=text)


def test_an_answered_finding_says_what_was_done_by_whom_and_does_not_come_back_for_the_same_fact(people):
    first, _ = roster(
        (home(person(2), account="6222000000000000033"), None), (home(person(3), account=""), None)
    )  # fmt: skip
    close(People(people.maker))
    with acting("测试"):
        one = Finding.objects.get(kind="no_account")
        with pytest.raises(FindingRefused, match="乡镇经办或县局经办"):
            answer_finding(one.pk, who=people.reviewer, on=OCTOBER, state="kept", text="已经电话核实过")
        with pytest.raises(FindingRefused, match="至少 5 个字"):
            answer_finding(one.pk, who=people.maker, on=OCTOBER, state="kept", text="好")
    done = answered(people, "no_account", "kept")
    assert (done.answered_by, done.answered_on) == (people.maker.account, date(2026, 11, 3))
    with pytest.raises(FindingRefused, match="已经答复"):
        answered(people, "no_account", "kept")
    roster((home(person(1), area=STREET), None))  # another household moves the lines of the roll
    close(People(people.maker))
    assert Finding.objects.get(kind="no_account").state == "kept"
    assert first not in found("no_account")


def test_where_the_fact_has_become_another_the_finding_is_to_be_answered_again(people):
    roster((home(person(1, wage=300_00)), None))
    close(People(people.maker))
    with connection.cursor() as cursor, acting("测试"):
        cursor.execute("UPDATE funds_entitlement SET amount_month = 99900, source = '手改'")
    close(People(people.maker))
    answered(people, "drift", "kept")
    close(People(people.maker))
    assert Finding.objects.get(kind="drift").state == "kept"
    with connection.cursor() as cursor, acting("测试"):
        cursor.execute("UPDATE funds_entitlement SET amount_month = 99800, source = '又手改'")
    close(People(people.maker))
    again = Finding.objects.get(kind="drift")
    assert (again.state, again.answer, again.answered_by) == ("open", "", None)


def test_a_finding_is_answered_on_its_page_and_told_as_answered(people):
    roster((home(person(1), account=""), None))
    close(People(people.maker))
    one, client = Finding.objects.get(kind="no_account"), Client()
    client.force_login(people.maker.account, backend="anmin.kernel.access.signing_in.Backend")
    assert f"/desk/month-findings/{one.pk}/answer" in client.get(f"/desk/month-findings/{one.pk}/").content.decode()
    address = f"/desk/month-findings/{one.pk}/answer"
    assert client.post(address, {"state": "kept", "text": ""}).status_code == 422
    sent = {"state": "accepted", "text": "10月8日已登记农商银行账号，下月发放"}
    shown = client.post(address, sent, follow=True).content.decode()
    assert "已按测算调整" in shown and "10月8日已登记农商银行账号" in shown and people.maker.account.name in shown
    assert "已经答复" in client.get(address).content.decode()
    roll = client.get(f"/desk/rolls/{Roll.objects.get().pk}/").content.decode()
    assert "已答复 1 户" in roll
