"""What is kept of people in support: only of those who are, once, within the terms, and an ending stops the money."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from anmin.kernel.audit.api import acting
from anmin.kernel.declare import today
from anmin.kernel.funds.api import Entitlement, Grant, grant
from anmin.kernel.insight.api import compute, figures
from anmin.kernel.people.api import PersonIn
from anmin.services.tekun import models, register
from tests import county as towns

pytestmark = pytest.mark.django_db
NUMBER = towns.number("34992619480505001")


@pytest.fixture
def home():
    towns.build()
    return supported("钱老根", NUMBER, date(1948, 5, 5))


def supported(name: str, number: str, born: date):
    made = towns.household(date(2026, 1, 5), members=(PersonIn(name, number, 1, born, "02"),))
    with acting("测试"):
        grant([Grant(made.pk, "tekun", 180300, 1, date(2026, 2, 1), "名册")])
    return made


def keep(save, model, **values):
    with acting("测试"):
        return save(values.pop("row", None) or model(), {"name": "钱老根", "identity": NUMBER, **values})


def agreement(**more):
    values = {
        "kind": "home", "carer": "赵小梅", "care_grade": "partial", "fee_month": 30000, "signed_on": date(2026, 2, 10),
    }  # fmt: skip
    return keep(register.save_agreement, models.Agreement, **values | more)


def test_an_agreement_belongs_to_someone_in_support(home):
    assert agreement().household_id == home.pk
    with pytest.raises(ValueError, match="没有生效的特困供养"):
        other = towns.household(date(2026, 1, 5))
        agreement(name=other.head.name, identity=towns.number("34992619800512001"))


def test_one_form_of_support_at_a_time_the_old_one_ended_with_a_reason(home):
    first = agreement()
    with pytest.raises(ValidationError, match="已有生效的照料或入院协议"):
        agreement(kind="centre", carer="孔溪敬老院")
    with pytest.raises(ValidationError, match="终止协议须写明原因"):
        agreement(row=first, until=date(2026, 8, 31))
    agreement(row=models.Agreement.objects.get(), until=date(2026, 8, 31), end_reason="转入敬老院")
    assert agreement(kind="centre", carer="孔溪敬老院", signed_on=date(2026, 9, 1)).pk


def test_a_number_of_another_name_is_refused(home):
    with pytest.raises(ValueError, match="与姓名不符"):
        agreement(name="钱小根")


def test_the_rate_in_homes_is_counted_also_of_the_disabled(home):
    agreement(kind="centre", carer="孔溪敬老院", disabled=True)
    number = towns.number("34992619500606001")
    supported("李大山", number, date(1950, 6, 6))
    agreement(name="李大山", identity=number)
    with acting("测试"):
        compute(date(2026, 10, 1))
    shown = figures(date(2026, 10, 1), ["349926000000"])
    assert [shown[name].value for name in ("tekun.centre", "tekun.home")] == [1, 1]
    assert [shown[name].value for name in ("tekun.centre_rate", "tekun.disabled_centre_rate")] == [50, 100]


def test_a_change_is_assessed_within_ten_working_days_and_the_grade_follows_the_items(home):
    row = keep(register.save_assessment, models.Assessment, reported_on=date(2026, 10, 9))
    assert (row.due_on, row.grade) == (date(2026, 10, 22), "")
    items = dict.fromkeys(("can_eat", "can_dress", "can_get_up", "can_toilet"), False)
    done = keep(register.save_assessment, models.Assessment, row=row, assessed_on=date(2026, 10, 20), **items)
    assert (done.failed, done.grade) == (4, "full")


def test_insurance_never_pays_more_than_was_asked_nor_more_days_than_the_stay(home):
    stay = {"hospital": "安和县医院", "admitted_on": date(2026, 3, 2), "discharged_on": date(2026, 3, 9), "days": 8}
    with pytest.raises(ValueError, match="不能超过住院天数"):
        keep(register.save_claim, models.HospitalClaim, **stay | {"days": 9})
    row = keep(register.save_claim, models.HospitalClaim, **stay, asked=96000)
    with pytest.raises(ValidationError, match="不能超过申请金额"):
        keep(register.save_claim, models.HospitalClaim, row=row, paid=96001, paid_on=date(2026, 4, 1), state="paid")
    with pytest.raises(ValidationError, match="这次住院已经登记过"):
        keep(register.save_claim, models.HospitalClaim, **stay)


def test_the_funeral_is_reckoned_by_the_day_of_death_and_paid_once(home):
    died = {"died_on": date(2026, 3, 5), "support_form": "home", "payee": "孔溪乡人民政府"}
    row = keep(register.save_funeral, models.Funeral, **died)
    assert (row.months, row.amount) == (12, 1622400)  # 1040 × 1.3 × 12
    with pytest.raises(ValidationError, match="已经登记过"):
        keep(register.save_funeral, models.Funeral, **died)


def test_support_ends_after_seven_days_of_notice_from_the_month_after_the_decision(home):
    noticed = today() - timedelta(days=10)
    told = {"ground": "means", "facts": "继承存款 12 万元"}
    row = keep(register.save_termination, models.Termination, **told, noticed_on=noticed, state="noticed")
    assert row.notice_until == noticed + timedelta(days=7)
    with pytest.raises(ValidationError, match="公示期满后"):
        keep(register.save_termination, models.Termination, row=row, state="decided", screened="none",
             decided_on=noticed + timedelta(days=7))  # fmt: skip
    with pytest.raises(ValidationError, match="须查明是否转入低保"):
        keep(register.save_termination, models.Termination, row=row, state="decided", decided_on=today(), screened="")
    done = keep(
        register.save_termination, models.Termination, row=row, state="decided", decided_on=today(), screened="dibao"
    )
    ended = Entitlement.objects.get(programme="tekun")
    assert ended.until == done.stops_from > today()
    assert "收入和财产不再符合规定" in ended.end_reason
    with pytest.raises(ValueError, match="不能再改"):
        keep(register.save_termination, models.Termination, row=done, facts="更正")


def test_without_notice_only_a_death_is_decided(home):
    told = {"facts": "走访查明", "state": "decided", "decided_on": today(), "screened": "none"}
    with pytest.raises(ValueError, match="须先公示7日"):
        keep(register.save_termination, models.Termination, ground="able", **told)
    assert keep(register.save_termination, models.Termination, ground="died", **told).stops_from


def test_an_objection_brings_fifteen_working_days_and_a_new_notice(home):
    noticed = today() - timedelta(days=3)
    row = keep(
        register.save_termination,
        models.Termination,
        ground="obligor",
        facts="女儿已就业",
        noticed_on=noticed,
        state="noticed",
    )
    row = keep(register.save_termination, models.Termination, row=row, state="disputed")
    assert row.dispute_due_on > today() + timedelta(days=14)
    with pytest.raises(ValueError, match="重新公示"):
        keep(register.save_termination, models.Termination, row=row, state="noticed")


def test_a_visit_that_found_a_fault_says_which(home):
    with pytest.raises(ValidationError, match="请写明走访情况"):
        keep(
            register.save_visit, models.Visit, kind="care", visited_on=date(2026, 10, 9), visitor="赵小梅", well="care"
        )


def test_the_notice_and_the_decision_are_papers_in_the_file_of_the_case(db):
    from tests.services.tekun.test_flow import DAY, SELF_CARE, alone, submitted
    from tests.services.walking import Request

    walk = submitted(Request("tekun", towns.build(), DAY, alone()))
    walk.files("R6", "self_care", SELF_CARE, together=True)
    walk.reckons("R6")
    walk.moves("R6", "county_check", opinion="同意")
    walk.moves("R7", "confirm")
    noticed = today() - timedelta(days=9)
    told = {"ground": "own_wish", "facts": "随侄子迁往外省生活，本人书面申请退出"}
    row = keep(register.save_termination, models.Termination, **told, noticed_on=noticed, state="noticed")
    assert "钱**" in walk.paper("stop_notice").replace("钱*根", "钱**") and "公示期7日" in walk.paper("stop_notice")
    done = keep(
        register.save_termination, models.Termination, row=row, state="decided", decided_on=today(), screened="none"
    )
    said = walk.paper("stop")
    assert done.paper in said
    for part in ("自愿申请退出", "停发供养金", "迁往外省", "行政复议"):
        assert part in said
