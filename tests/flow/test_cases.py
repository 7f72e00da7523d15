"""A case from its reception to its end, and everything that is refused on the way (民发〔2021〕57号)."""

import threading
from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from anmin.kernel.access.api import Denied, user_of
from anmin.kernel.audit.api import acting
from anmin.kernel.flow import api as flow
from anmin.kernel.flow.turns import settle_all
from anmin.kernel.people.api import declare_kin, sign_consent
from tests import county as towns
from tests.flow.walk import MEETING, PROOF, REPORT, VISIT, Walk

DAY = date(2026, 10, 9)


@pytest.fixture
def county(db):
    return towns.build()


@pytest.fixture
def walk(county):
    return Walk(county, DAY)


def offered(walk, role):
    return {o.move.name: o.missing for o in flow.offers(walk.case, walk.county.user(role), walk.day)}


def clocks(walk):
    return {c.name: c for c in walk.case.clocks.all()}


# ── reception
def test_a_request_is_received_numbered_and_given_to_the_township_officer(walk):
    case = walk.case
    assert case.number == "349926-DB-2026-00001"
    assert (case.state, case.phase, case.officer.name) == ("received", "received", "王建")
    assert case.due_on == date(2026, 10, 15)  # five working days; 10 October is worked


def test_a_household_has_one_open_case_of_a_service(county, walk):
    with pytest.raises(flow.MoveRefused, match="已有一件在办"):
        Walk(county, DAY, walk.case.household)


def test_nobody_registers_outside_their_area(county):
    far = towns.household(DAY, towns.OTHER_VILLAGE)
    with pytest.raises(Denied, match="辖区"):
        Walk(county, DAY, far)


def test_the_village_and_the_county_bring_requests_to_the_same_door(county):
    home = towns.household(DAY)
    with acting("测试"):
        case = flow.open_case(
            "dibao", home, home.head, who=county.user("R2"), on=DAY, channel="proxy", brought_by="赵小梅"
        )
    assert case.get_channel_display() == "村级代办"
    assert case.steps.get().reason == "村级代办 赵小梅"


def test_an_applicant_must_live_in_the_household(county, walk):
    other = towns.household(DAY, members=(towns.PersonIn("外人", towns.number("34992619800512009"), 1, DAY, "02"),))
    with pytest.raises(flow.MoveRefused, match="不是该家庭现在的成员"), acting("测试"):
        flow.open_case("dibao", other, walk.case.applicant, who=county.user("R3"), on=DAY)


def test_a_case_cannot_lie_under_a_law_of_tomorrow(county):
    with pytest.raises(flow.MoveRefused, match="晚于接件日期"):
        Walk(county, DAY, law_day=date(2026, 10, 10))


# ── acceptance
def test_acceptance_waits_for_every_adult_to_sign(county):
    walk = Walk(county, DAY, towns.household(DAY, consents=False))
    assert offered(walk, "R3")["accept"] == ("缺 张卫国、李秀英 的核对授权书",)
    with pytest.raises(flow.MoveRefused, match="核对授权书"):
        walk.moves("R3", "accept")
    with acting("测试"):
        for row in walk.case.household.memberships.all():
            sign_consent(row.person, on=DAY)
    assert walk.moves("R3", "accept").state == "investigating"


def test_acceptance_stops_one_clock_and_starts_two(walk):
    walk.accepted()
    assert clocks(walk)["acceptance"].stopped_on == DAY
    assert {n for n, c in clocks(walk).items() if c.stopped_on is None} == {"investigation_start", "total"}
    assert walk.case.accepted_on == DAY


def test_supplements_are_told_once_and_the_clock_stands_meanwhile(walk):
    walk.moves("R3", "ask_supplement", items=["consent"], due_on="2026-10-30")
    assert clocks(walk)["acceptance"].suspended_from == DAY
    assert walk.case.due_on == date(2026, 10, 30)  # the applicant's day: then it is the counter's turn again
    with pytest.raises(flow.MoveRefused, match="补正中"):
        walk.moves("R3", "ask_supplement", items=["kin"], due_on="2026-10-30")
    walk.waits(10)
    walk.moves("R3", "accept")
    assert walk.case.supplement.answered_on == walk.day
    assert walk.case.due_on == date(2026, 10, 22)
    assert clocks(walk)["acceptance"].suspensions == [["2026-10-09", "2026-10-19"]]


def test_a_supplement_names_what_is_missing_and_a_day_that_lies_ahead(walk):
    for answers, said in (
        ({"items": [], "due_on": "2026-10-30"}, "需补材料"),
        ({"items": ["moon"], "due_on": "2026-10-30"}, "没有选项"),
        ({"items": ["consent"], "due_on": "2026-10-01"}, "应晚于今天"),
        ({"items": ["consent"], "due_on": "soon"}, "应写成"),
    ):
        with pytest.raises(flow.MoveRefused, match=said):
            walk.moves("R3", "ask_supplement", **answers)
    assert walk.case.state == "received"


def test_nobody_is_turned_away_for_papers_that_were_not_asked_for_or_may_still_come(walk):
    with pytest.raises(flow.MoveRefused, match="还没有一次性告知"):
        walk.moves("R3", "refuse_acceptance", "没有补", ground="not_supplemented")
    walk.moves("R3", "ask_supplement", items=["consent"], due_on="2026-10-30")
    walk.waits(21)
    with pytest.raises(flow.MoveRefused, match="次日起"):
        walk.moves("R3", "refuse_acceptance", "没有补", ground="not_supplemented")
    walk.waits(1)
    assert walk.moves("R3", "refuse_acceptance", "没有补", ground="not_supplemented").outcome == "not_accepted"


def test_not_accepting_needs_a_lawful_ground_and_a_reason(walk):
    with pytest.raises(flow.MoveRefused, match="法定理由"):
        walk.moves("R3", "refuse_acceptance", "不想办")
    with pytest.raises(flow.MoveRefused, match="请填写“理由”"):
        walk.moves("R3", "refuse_acceptance", ground="not_here")
    case = walk.moves("R3", "refuse_acceptance", "户籍在外省", ground="not_here")
    assert (case.outcome, case.closed_on) == ("not_accepted", DAY)
    assert case.papers.get().kind == "not_accepted"
    assert not case.clocks.filter(stopped_on=None).exists()


# ── investigation
def test_a_visit_takes_two_people_who_may(county, walk):
    walk.accepted()
    with pytest.raises(flow.MoveRefused, match="两人"):
        walk.files("R4", "visit", VISIT)
    with pytest.raises(flow.MoveRefused, match="不能是本人"):
        walk.files("R4", "visit", VISIT, county.staff["R4"])
    with acting("测试"):
        stranger = towns.officer("yun", "外乡人", "R4", towns.OTHER_TOWN)
    with pytest.raises(flow.MoveRefused, match="没有岗位"):
        walk.files("R4", "visit", VISIT, stranger)
    with pytest.raises(flow.MoveRefused, match="没有选项"):
        walk.files("R4", "visit", VISIT | {"housing": "castle"}, county.second)
    walk.files("R4", "visit", VISIT, county.second)
    assert clocks(walk)["investigation_start"].stopped_on == DAY


def test_a_form_is_filed_by_its_role_in_its_state(walk):
    with pytest.raises(Denied):
        walk.files("R4", "visit", VISIT, walk.county.second)
    walk.accepted()
    with pytest.raises(Denied):
        walk.files("R3", "check_report", REPORT)
    with pytest.raises(flow.MoveRefused, match="没有“moon”"):
        walk.files("R4", "moon", {})


def test_what_a_form_says_is_sealed(walk):
    walk.investigated()
    record = walk.case.records.get(form="visit")
    assert "平房".encode() not in bytes(record.answers)
    assert flow.opened_record(record)["findings"] == "两间平房，无大件家电"


def test_the_preliminary_opinion_waits_for_visit_check_and_reckoning(walk):
    walk.accepted()
    assert len(offered(walk, "R5")["preliminary"]) == 3
    with pytest.raises(flow.MoveRefused) as refused:
        walk.moves("R5", "preliminary", **PROOF)
    assert refused.value.missing[0] == "还没有两人入户调查记录"


# ── the public notice
def test_a_notice_shows_what_the_law_allows_and_nothing_more(walk):
    walk.noticed()
    notice = walk.case.notices.get()
    assert notice.content == {"name": "张*国", "members": 3, "amount_month": walk.case.amount_month}
    assert (notice.opens_on, notice.closes_on) == (DAY, date(2026, 10, 16))


def test_a_notice_cannot_end_early_whoever_tries(walk):
    walk.noticed().waits(7)
    with pytest.raises(flow.MoveRefused, match="2026-10-16 期满"):
        walk.moves("R4", "submit", **PROOF)
    with pytest.raises(DatabaseError, match="notice_full_term"), acting("测试"), transaction.atomic():
        walk.case.notices.update(ended_on=date(2026, 10, 16))
    walk.waits(1)
    assert walk.moves("R4", "submit", **PROOF).state == "county_review"


def test_a_notice_that_has_run_is_not_late_before_anyone_could_act(walk):
    walk.noticed()
    assert clocks(walk)["publicity"].due_on == date(2026, 10, 19)  # the 17th is a Saturday
    bars = {row.name: bar.state for row, bar in flow.bars(walk.case, date(2026, 10, 19))}
    assert bars["publicity"] == "due_soon"


def test_an_objection_breaks_the_notice_off_and_must_be_answered(walk):
    walk.noticed().waits(2)
    case = walk.moves("R3", "dispute", channel="电话", from_whom="邻居", content="他家有一辆货车")
    assert (case.state, case.disputed) == ("investigating", True)
    assert offered(walk, "R5")["preliminary"] == ("有异议，须重新调查或民主评议后再提出初审意见",)
    step = case.steps.order_by("-id").first()
    assert step.answers == {}  # who objected stands sealed, and nowhere else
    assert flow.objections_of(case)[0].content == "他家有一辆货车"
    walk.files(
        "R4", "dispute_answer", {"how": "again", "findings": "车已报废", "stands": "no"}, walk.county.second
    )  # fmt: skip
    assert walk.moves("R5", "preliminary", **PROOF).state == "noticed"


def test_a_second_objection_needs_a_second_answer(walk):
    walk.noticed().moves("R3", "dispute", channel="电话", content="有货车一辆")
    walk.files("R4", "dispute_answer", {"how": "again", "findings": "报废", "stands": "no"}, walk.county.second)
    walk.moves("R5", "preliminary", **PROOF)
    walk.moves("R3", "dispute", channel="电话", content="还有一辆轿车")
    with pytest.raises(flow.MoveRefused, match="有异议"):
        walk.moves("R5", "preliminary", **PROOF)


def test_a_disputed_case_is_visited_by_the_county(walk):
    walk.noticed().moves("R3", "dispute", channel="电话", content="有货车一辆")
    walk.files("R4", "review_meeting", MEETING, walk.county.second)
    walk.files("R4", "dispute_answer", {"how": "meeting", "findings": "不实", "stands": "no"}, walk.county.second)
    walk.moves("R5", "preliminary", **PROOF)
    walk.waits(8)
    walk.moves("R4", "submit", **PROOF)
    with pytest.raises(flow.MoveRefused, match="百分之百入户"):
        walk.moves("R6", "county_check", opinion="同意")


def test_anyone_may_object_over_the_public_page_and_the_township_takes_it_up(walk):
    walk.noticed()
    notice = walk.case.notices.get()
    with acting("公示网页"):
        flow.object_to_notice(notice.pk, walk.day, from_whom="", contact="", content="他家开了一间商店")
    assert walk.pk in {c.pk for c in flow.my_cases(walk.county.user("R3"))}
    waiting = walk.case.objections.get()
    case = walk.moves("R3", "dispute", channel=waiting.channel, content="见网上", objection=waiting.pk)
    assert case.objections.count() == 1
    with acting(walk.county.user("R4").actor):
        flow.answer_objection(waiting.pk, who=walk.county.user("R4"), on=walk.day, result="商店是其兄所有")
    waiting.refresh_from_db()
    assert waiting.resolved_by.name == "王建"


def test_a_notice_does_not_end_over_an_objection_that_nobody_looked_at(walk):
    walk.noticed()
    with acting("公示网页"):
        made = flow.object_to_notice(
            walk.case.notices.get().pk, walk.day, from_whom="", contact="", content="他家开了一间商店"
        )
    walk.waits(8)
    assert offered(walk, "R4")["submit"] == ("收到 1 件对公示的异议还没有处理，请先受理或答复",)
    with pytest.raises(flow.MoveRefused, match="对公示的异议"):
        walk.moves("R4", "submit", **PROOF)
    with acting(walk.county.user("R4").actor):
        flow.answer_objection(made.pk, who=walk.county.user("R4"), on=walk.day, result="商店是其兄所有")
    assert walk.moves("R4", "submit", **PROOF).state == "county_review"


def test_what_was_found_otherwise_is_told_to_the_applicant_and_looked_into(walk):
    walk.accepted()
    walk.files("R4", "visit", VISIT, walk.county.second)
    walk.files("R4", "check_request", {})
    with pytest.raises(flow.MoveRefused, match="不一致之处"):
        walk.files("R8", "check_report", {"sources": "银行", "result": "differs"})
    walk.files("R8", "check_report", {"sources": "银行", "result": "differs", "differences": "存款三万元"})
    walk.reckons()
    with pytest.raises(flow.MoveRefused, match="告知申请人"):
        walk.moves("R5", "preliminary", **PROOF)
    assert walk.pk in {c.pk for c in flow.my_cases(walk.county.user("R4"))}
    answer = {"told_on": "2026-10-09", "said": "无异议", "findings": "存款属实，不超限", "outcome": "corrected"}
    walk.files("R4", "difference_answer", answer)
    assert walk.pk not in {c.pk for c in flow.my_cases(walk.county.user("R4"))}
    assert walk.moves("R5", "preliminary", **PROOF).state == "noticed"


def test_a_newer_report_that_agrees_asks_for_nothing_more(walk):
    walk.accepted()
    walk.files("R4", "visit", {**VISIT, "matches": "no"}, walk.county.second)
    walk.files("R4", "check_request", {})
    walk.files("R8", "check_report", REPORT)
    walk.reckons()
    assert any("不一致" in text for text in offered(walk, "R5")["preliminary"])
    walk.files("R4", "visit", VISIT, walk.county.second)
    assert offered(walk, "R5")["preliminary"] == ()


def test_after_an_objection_it_is_the_townships_turn(walk):
    walk.noticed().moves("R3", "dispute", channel="电话", content="有货车一辆")
    assert walk.pk in {c.pk for c in flow.my_cases(walk.county.user("R4"))}


def test_an_ended_notice_takes_no_objection(walk):
    walk.submitted()
    notice = walk.case.notices.get()
    with pytest.raises(flow.ObjectionRefused, match="已经结束"), acting("公示网页"):
        flow.object_to_notice(notice.pk, walk.day, from_whom="", contact="", content="他家开了一间商店")
    assert not flow.running([towns.COUNTY], walk.day)


def test_a_withdrawn_case_takes_its_notice_down(walk):
    walk.noticed()
    assert flow.running([towns.COUNTY], walk.day).count() == 1
    case = walk.moves("R3", "withdraw", "找到了工作")
    assert case.outcome == "withdrawn"
    assert case.notices.get().broken_off == "申请人撤回"
    assert not flow.running([towns.COUNTY], walk.day)


# ── the reckoning
def test_the_reckoning_may_be_made_anew_until_the_public_is_told(walk):
    walk.investigated().reckons()
    walk.moves("R5", "preliminary", **PROOF)
    with pytest.raises(Denied, match="公示期间"):
        walk.reckons()


def test_what_waits_for_a_decision_is_not_reckoned_anew(walk):
    walk.checked()
    with pytest.raises(Denied, match="等待决定"):
        walk.reckons("R6")


def test_someone_who_does_not_handle_cases_does_not_reckon(walk):
    walk.accepted()
    with pytest.raises(Denied):
        walk.reckons("R7")


# ── the decision
def test_the_decision_pays_from_the_next_month(walk):
    case = walk.checked().moves("R7", "confirm")
    assert (case.state, case.outcome, case.decided_on) == ("granted", "granted", walk.day)
    entitlement = apps.get_model("funds.Entitlement").objects.get(case=case)
    assert (entitlement.amount_month, entitlement.since) == (case.amount_month, date(2026, 11, 1))
    assert case.papers.filter(kind="decision").exists()
    assert not case.clocks.filter(stopped_on=None).exists()


def test_whoever_checked_cannot_decide_and_the_database_says_so_too(walk):
    walk.checked()
    both = walk.county.staff["R6"]
    with acting("测试"):
        apps.get_model("access.Post").objects.create(account=both, role="R7", area=towns.COUNTY, since=towns.BEGAN)
    who = user_of(both)
    assert "confirm" not in {o.move.name for o in flow.offers(walk.case, who, walk.day)}
    with pytest.raises(Denied, match="不能是同一人"), acting(who.actor):
        flow.make_move(walk.pk, "confirm", who=who, on=walk.day)
    _database_refuses_to_decide(walk, both, "不能是同一人")


def test_whoever_signed_a_visit_cannot_decide_either(walk):
    walk.accepted().files("R4", "visit", VISIT, walk.county.staff["R7"])
    walk.files("R4", "check_request", {})
    walk.files("R8", "check_report", REPORT)
    walk.reckons()
    walk.moves("R5", "preliminary", **PROOF)
    walk.waits(8)
    walk.moves("R4", "submit", **PROOF)
    walk.moves("R6", "county_check", opinion="同意")
    with pytest.raises(Denied, match="不能是同一人"):
        walk.moves("R7", "confirm")
    _database_refuses_to_decide(walk, walk.county.staff["R7"], "不能是同一人")


def _database_refuses_to_decide(walk, account, words):
    with pytest.raises(DatabaseError, match=words), acting("测试"), transaction.atomic():
        flow.Step.objects.create(
            case=walk.case, move="confirm", label="确认", target="granted", role="R7", duty="decide", actor=account,
            on=walk.day,
        )  # fmt: skip


def test_an_ineligible_household_is_refused_with_reasons_and_told_in_time(county):
    rich = towns.household(DAY, financial_assets=50_000_000)
    walk = Walk(county, DAY, rich).investigated()
    with pytest.raises(flow.MoveRefused, match="金融资产"):
        walk.moves("R5", "preliminary", **PROOF)
    walk.moves("R5", "report_ineligible", "金融资产超限")
    assert clocks(walk)["county_review"].due_on == date(2026, 10, 22)  # the county has its ten days for a refusal too
    walk.moves("R6", "county_check", opinion="不同意")
    with pytest.raises(flow.MoveRefused, match="不符合条件"):
        walk.moves("R7", "confirm")
    case = walk.moves("R7", "refuse", "金融资产超过规定")
    assert (case.phase, case.outcome) == ("decided", "refused")
    assert case.papers.filter(kind="refusal").exists()
    assert clocks(walk)["refusal_notice"].due_on == date(2026, 10, 13)
    assert walk.moves("R3", "deliver", proof="当面，本人签收").closed_on == walk.day


def test_an_eligible_household_cannot_be_refused(walk):
    walk.checked()
    with pytest.raises(flow.MoveRefused, match="符合条件"):
        walk.moves("R7", "refuse", "名额已满")


def test_the_leader_may_send_back_and_the_county_return_to_the_town(walk):
    walk.checked().moves("R7", "send_back", "请核实存款")
    assert walk.case.state == "county_review"
    assert walk.moves("R6", "return_to_town", "补充入户").state == "investigating"


# ── ways out and further moves
def test_the_whole_may_be_extended_once_for_a_lawful_cause(walk):
    walk.accepted()
    before = clocks(walk)["total"].due_on
    with pytest.raises(flow.MoveRefused, match="法定情形"):
        walk.moves("R4", "extend", "忙", cause="busy")
    walk.moves("R4", "extend", "人在外地", cause="elsewhere")
    total = clocks(walk)["total"]
    assert (total.length, total.due_on > before) == ("45 WD", True)
    assert total.label == "全程（延长：人户分离）"
    with pytest.raises(flow.MoveRefused, match="已经延长过"):
        walk.moves("R4", "extend", "还是忙", cause="hard")


def test_a_withdrawn_household_may_apply_again(county, walk):
    walk.moves("R3", "withdraw", "暂不需要")
    again = Walk(county, DAY, walk.case.household)
    assert again.case.number.endswith("00002")


def test_refusal_to_cooperate_ends_the_procedure(walk):
    walk.accepted()
    assert walk.moves("R5", "terminate", "三次拒绝入户").outcome == "terminated"


@pytest.mark.parametrize("role", ["R2", "R8", "R9", "R10"])
def test_who_has_no_part_in_a_move_cannot_make_it(walk, role):
    for name in ("accept", "withdraw"):
        with pytest.raises(Denied):
            walk.moves(role, name, "试一试")


def test_every_move_is_refused_from_every_other_state(walk):
    table = flow.flow_of(walk.case)
    for move in table.moves:
        if "received" not in move.sources:
            with pytest.raises(flow.MoveRefused, match="案件现在是“已接件”"):
                walk.moves(move.roles[0], move.name, "试一试")
    assert walk.case.steps.count() == 1


def test_work_is_done_in_the_order_of_time(walk):
    walk.accepted()
    walk.day = date(2026, 10, 8)
    with pytest.raises(flow.MoveRefused, match="早于"):
        walk.moves("R3", "withdraw", "撤回")


# ── near relatives
def test_a_near_relative_is_kept_away_by_the_program_and_by_the_database(county):
    home = towns.household(DAY)
    with acting("测试"):
        declare_kin(county.staff["R4"].pk, home.head, "兄弟姐妹", on=DAY)
    walk = Walk(county, DAY, home)
    assert walk.case.near_kin
    assert walk.case.officer == county.second  # not the relative
    assert flow.offers(walk.case, county.user("R4"), DAY) == []
    with pytest.raises(Denied, match="回避"):
        walk.moves("R4", "accept")
    walk.accepted()
    with pytest.raises(Denied, match="回避"):
        walk.files("R4", "visit", VISIT, county.second)
    with pytest.raises(DatabaseError, match="回避"), acting("测试"), transaction.atomic():
        flow.Record.objects.create(case=walk.case, form="visit", on=DAY, by=county.staff["R4"], answers=b"x")


def test_a_near_relative_cannot_even_receive_the_request(county):
    home = towns.household(DAY)
    with acting("测试"):
        declare_kin(county.staff["R3"].pk, home.head, "父母", on=DAY)
    with pytest.raises(Denied, match="回避"):
        Walk(county, DAY, home)


def test_a_relative_cannot_sign_as_the_second(county):
    home = towns.household(DAY)
    with acting("测试"):
        declare_kin(county.second.pk, home.head, "子女", on=DAY)
    walk = Walk(county, DAY, home).accepted()
    with pytest.raises(flow.MoveRefused, match="近亲属"):
        walk.files("R4", "visit", VISIT, county.second)


def test_a_case_marked_for_kinship_is_visited_by_the_county(county):
    walk = Walk(county, DAY, kin_stated="村委会委员李某，兄弟").submitted()
    assert walk.case.near_kin
    with pytest.raises(flow.MoveRefused, match="百分之百入户"):
        walk.moves("R6", "county_check", opinion="同意")
    said = {"address": "三盘村", "findings": "属实", "matches": "yes"}
    walk.files("R6", "county_visit", said, county.second)
    assert walk.moves("R6", "county_check", opinion="同意").state == "confirming"


# ── objections to a decision
def test_an_objection_to_a_decision_is_answered_by_someone_else(county, walk):
    walk.checked().moves("R7", "confirm")
    who = county.user("R4")
    with acting(who.actor):
        made = flow.object_to_decision(
            walk.pk, who=who, on=walk.day, from_whom="张卫国", channel="当面", content="金额少算了增发"
        )
    with pytest.raises(Denied, match="原决定由您作出"), acting("测试"):
        flow.answer_objection(made.pk, who=county.user("R7"), on=walk.day, result="维持")
    with acting("测试"):
        flow.answer_objection(made.pk, who=county.user("R6"), on=walk.day, result="复核无误，维持原决定")
    with pytest.raises(Denied, match="已经答复"), acting("测试"):
        flow.answer_objection(made.pk, who=county.user("R6"), on=walk.day, result="再答")


def test_there_is_no_objection_to_what_was_not_decided(county, walk):
    with pytest.raises(flow.ObjectionRefused, match="还没有作出决定"), acting("测试"):
        flow.object_to_decision(
            walk.pk, who=county.user("R4"), on=DAY, from_whom="张", channel="当面", content="太慢了太慢了"
        )


# ── the work list
def test_each_sees_the_case_when_it_is_their_turn(county, walk):
    def turn():
        return "".join(r for r in county.staff if walk.pk in {c.pk for c in flow.my_cases(county.user(r))})

    assert turn() == "R3R4"
    walk.accepted()
    assert turn() == "R4R5"  # the visit, and whoever will sign
    walk.files("R4", "check_request", {})
    assert turn() == "R4R5R8"
    walk.files("R8", "check_report", REPORT)
    walk.files("R4", "visit", VISIT, county.second)
    walk.reckons()
    assert turn() == "R5"
    walk.moves("R5", "preliminary", **PROOF)
    walk.waits(8)
    walk.moves("R4", "submit", **PROOF)
    assert turn() == "R6"
    walk.moves("R6", "county_check", opinion="同意")
    assert turn() == "R7"
    walk.moves("R7", "confirm")
    assert turn() == ""


def test_whose_turn_it_is_follows_the_flow_after_an_upgrade(county, walk):
    with acting("测试"):
        flow.Case.objects.filter(pk=walk.pk).update(awaits=["R9"])
        assert settle_all() == 1
        assert settle_all() == 0
    assert walk.pk in {c.pk for c in flow.my_cases(county.user("R3"))}


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_the_same_moment_one_wins(transactional_db):
    walk = Walk(towns.build(), DAY)
    start, said = threading.Barrier(2), []

    def clerk(role):
        try:
            start.wait()
            walk.moves(role, "accept")
            said.append("done")
        except flow.MoveRefused as refused:
            said.append(str(refused))
        finally:
            connection.close()

    both = [threading.Thread(target=clerk, args=(role,)) for role in ("R3", "R4")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len(said) == 2
    assert said.count("done") == 1
    assert any("可能刚被别人办理过" in text for text in said)
    assert walk.case.papers.count() == 1


def test_a_step_once_made_cannot_be_changed(walk):
    for sql in ("UPDATE flow_step SET reason = 'x'", "DELETE FROM flow_step"):
        with pytest.raises(DatabaseError, match="只能追加"), acting("测试"), connection.cursor() as cursor:
            cursor.execute(sql)
