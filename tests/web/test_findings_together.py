"""Many answered findings read on one page, closed at once or given back for one reason, under the rules of one by one."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import acting
from anmin.kernel.law.models import Number
from anmin.kernel.means.api import CheckRefused, Finding, answer_finding, check_roll, load_source
from anmin.kernel.people.api import declare_kin, sign_consent
from tests import toy
from tests.toy import BRIDGE, COUNTY, PINE, STONE, WELL, household, number, person

pytestmark = pytest.mark.django_db
PAGE = "findings-together"


@pytest.fixture
def towns(db: None) -> dict[str, User]:
    toy.lay_out()
    return {PINE: toy.officer("R4", STONE), WELL: toy.officer("R4", BRIDGE)}


@pytest.fixture
def findings(tmp_path, settings, towns: dict[str, User]) -> list[Finding]:
    """Cars of four households, three in 石牛镇 and one in 板桥乡, all answered by their townships."""
    settings.VAR_DIR = tmp_path
    homes = [household(person(f"甲{'一二三四'[n]}", n + 1), area=WELL if n == 3 else PINE) for n in range(4)]
    with acting("测试"):
        Number.objects.create(
            key="dibao.standard_month", area="349901", value=80000, unit="fen/month/person", doc="云政〔2026〕1号",
            article="第一条", since=date(2020, 1, 1),
        )  # fmt: skip
        for home in homes:
            sign_consent(home.head, on=date(2026, 1, 6))
        (tmp_path / "x.csv").write_text("身份证号,号牌\n" + "".join(f"{number(order=n)},皖A{n}\n" for n in range(1, 5)))
        load_source("vehicles", tmp_path / "x.csv", as_of=date(2026, 9, 30))
        check_roll("dibao", [home.pk for home in homes], month=date(2026, 10, 1), area=COUNTY)
        for finding in Finding.objects.all():
            note = f"{finding.person.name}的车已过户，有过户单"
            answer_finding(finding, "false", note=note, who=towns[finding.area], on=timezone.localdate())
    return list(Finding.objects.order_by("person__name"))


def signed_in(client, role: str, area: str = COUNTY):
    client.force_login(toy.officer(role, area).account, backend="anmin.kernel.access.signing_in.Backend")
    return client


def send(client, act: str, *findings: Finding, **more) -> object:
    given = {"act": act, "finding": [finding.pk for finding in findings], **more}
    return client.post(reverse(PAGE), given, follow=True)


def steps() -> list[str]:
    return list(Finding.objects.order_by("person__name").values_list("step", flat=True))


def test_all_that_each_says_stands_on_one_page_and_those_ticked_are_closed(client, findings):
    signed_in(client, "R6")
    assert reverse(PAGE) in client.get(reverse("findings-list")).content.decode()
    page = client.get(reverse(PAGE)).content.decode()
    assert page.count('name="finding"') == 4
    assert all(f"{each.person.name}的车已过户，有过户单" in page for each in findings)
    told = send(client, "close", *findings[:3]).content.decode()
    assert "已办结 3 条" in told and steps() == ["closed"] * 3 + ["answered"]
    assert {f.closed_by.name for f in Finding.objects.filter(step="closed")} == {"R6员"}
    assert client.get(reverse(PAGE)).content.decode().count('name="finding"') == 1


def test_filters_leave_those_of_one_township(client, findings):
    signed_in(client, "R6")
    page = client.get(reverse(PAGE), {"area": BRIDGE}).content.decode()
    assert page.count('name="finding"') == 1 and "甲四" in page


def test_many_go_back_for_one_reason_and_never_without_one(client, findings):
    signed_in(client, "R6")
    refused = send(client, "return", *findings[:2])
    assert refused.status_code == 422 and "退回要写明理由" in refused.content.decode()
    assert refused.content.decode().count(" checked>") == 2, "what was ticked stays ticked"
    assert steps() == ["answered"] * 4
    assert "已退回乡镇重新核实 2 条" in send(client, "return", *findings[:2], reason="请附过户单").content.decode()
    assert steps() == ["open", "open", "answered", "answered"]
    back = Finding.objects.filter(step="open").order_by("person__name").first()
    assert "甲一的车已过户，有过户单；退回：请附过户单" in back.returned and back.answered_by is None
    assert back.due_on > timezone.localdate()


def test_nothing_ticked_is_told_and_does_nothing(client, findings):
    signed_in(client, "R6")
    assert "请先勾选" in send(client, "close").content.decode()
    assert steps() == ["answered"] * 4


def test_ones_own_and_those_of_relatives_are_left_out_with_the_reason(client, findings):
    officer = toy.officer("R6", COUNTY)
    client.force_login(officer.account, backend="anmin.kernel.access.signing_in.Backend")
    with acting("测试"):
        Finding.objects.filter(pk=findings[0].pk).update(answered_by=officer.account)
        declare_kin(officer.account.pk, findings[1].person, "兄弟姐妹", on=date(2026, 1, 1))
    page = client.get(reverse(PAGE)).content.decode()
    assert page.count('name="finding"') == 2
    assert "须由另一人办结" in page and "应当回避" in page
    told = send(client, "close", *findings).content.decode()
    assert "已办结 2 条" in told and "1 条没有办：这条由您答复" in told and "1 条没有办：您是该家庭成员的近亲属" in told
    assert steps() == ["answered", "answered", "closed", "closed"]
    one = client.get(reverse("finding", args=[findings[1].pk])).content.decode()
    assert "应当回避" in one and 'value="close"' not in one


def test_a_relative_does_not_answer_either(findings, towns):
    town = towns[PINE]
    with acting("测试"):
        declare_kin(town.account.pk, findings[0].person, "兄弟姐妹", on=date(2026, 1, 1))
        Finding.objects.filter(pk=findings[0].pk).update(answer="", answered_by=None, answered_on=None)
        with pytest.raises(CheckRefused, match="应当回避"):
            answer_finding(findings[0], "false", note="看过", who=town, on=timezone.localdate())


def test_neither_a_township_nor_another_county_closes_them(client, findings, towns):
    client.force_login(towns[PINE].account, backend="anmin.kernel.access.signing_in.Backend")
    assert client.get(reverse(PAGE)).status_code == 403
    signed_in(client, "R6", "341881000000")
    assert client.get(reverse(PAGE)).content.decode().count('name="finding"') == 0
    assert "不在您的辖区" in send(client, "close", *findings).content.decode()
    assert steps() == ["answered"] * 4
