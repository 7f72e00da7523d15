"""Registers of how recipient households are looked at again."""

from anmin.kernel.access.declare import (
    CHECK_REVIEWS,
    CONFIRM_EVENTS,
    DECIDE_REVIEWS,
    DRAW_REVIEWS,
    SEE_REVIEWS,
    TELL_EVENTS,
)
from anmin.kernel.month.api import all_grounds
from anmin.kernel.people.api import EVENT_KINDS
from anmin.kernel.screens.declare import Action, Column, Filter, Panel, Register, Waiting
from anmin.web.registers.words import HOUSEHOLD, HOUSEHOLD_HINT, services

STATES = {"open": "due", "proposed": "due", "decided": "good", "dropped": "quiet"}
BACK = (("state", "returned"), ("noted_on", None))
MINE = (
    Filter("mine", "提出人", "mine", path="told_by"),
    Filter("unnoted", "退回未知悉", "flag", path="noted_on__isnull"),
)
OUTCOMES = {"up": "good", "down": "due", "stop": "bad", "taper": "due", "same": "quiet"}

REVIEWS = Register(
    "reviews",
    "复核",
    source="month.Review",
    permission=SEE_REVIEWS,
    group="办理",
    icon="clipboard2-check",
    unit="件",
    title="head",
    order="due_on",
    page="review",
    actions=(
        Action("review-schedule", "生成到期名单", CHECK_REVIEWS, "calendar2-check"),
        Action("draw-new", "抽查", DRAW_REVIEWS, "shuffle"),
    ),
    intro="到期的、家庭有变化的、抽中的和被反映的在册家庭；一人复核，另一人决定，次月起执行。",
    empty="辖区内没有复核。到期名单每月生成一次。",
    waits=(
        Waiting("复核待核查", (("state", "open"),), CHECK_REVIEWS, "state=open", "due_on"),
        Waiting("复核意见待决定", (("state", "proposed"),), DECIDE_REVIEWS, "state=proposed", "due_on"),
    ),
    columns=(
        Column("head", "户主", path="household__head__name"),
        Column("area", "所在村", "area"),
        Column("programme", "项目", "choice", choices=services),
        Column("cause", "起因", "choice"),
        Column("due_on", "完成期限", "date", sort=True),
        Column("state", "状态", "tag", tones=STATES),
        Column("outcome", "结果", "tag", tones=OUTCOMES),
        Column("amount_after", "拟定月金额", "money", blank="—"),
        Column("household", "家庭编号", "code", path="household__number", detail=True),
        Column("why", "事由", "long", detail=True),
        Column("opened_on", "提出日期", "date", detail=True),
        Column("amount_before", "原月金额", "money", detail=True),
        Column("reason", "理由", "long", detail=True),
        Column("checked_by", "复核人", path="checked_by__name", detail=True),
        Column("checked_on", "复核日期", "date", detail=True),
        Column("decided_by", "决定人", path="decided_by__name", detail=True),
        Column("decided_on", "决定日期", "date", detail=True),
        Column("pays_from", "执行月份", "month", detail=True),
    ),
    filters=(
        Filter("state", "状态"),
        Filter("late", "时限", "late", path="due_on"),
        Filter("cause", "起因"),
        Filter("outcome", "结果"),
        Filter("area", "区划", "area"),
        Filter("due", "完成期限", "dates", path="due_on"),
    ),
    search=HOUSEHOLD,
    search_hint=HOUSEHOLD_HINT,
)

DRAWS = Register(
    "draws",
    "复核抽查",
    source="month.Draw",
    permission=SEE_REVIEWS,
    group="",
    icon="shuffle",
    unit="次",
    title="seed",
    order="-pk",
    page="draw",
    actions=(Action("draw-new", "抽查", DRAW_REVIEWS, "shuffle", primary=True),),
    columns=(
        Column("drawn_on", "抽取日期", "date"),
        Column("programme", "项目", "choice", choices=services),
        Column("area", "辖区", "area"),
        Column("seed", "种子"),
        Column("pool", "名单户数", "number"),
        Column("taken", "抽中户数", "number"),
        Column("due_on", "完成期限", "date"),
        Column("drawn_by", "抽取人", path="drawn_by__name"),
    ),
)

TAPERS = Register(
    "tapers",
    "渐退",
    source="month.Taper",
    permission=SEE_REVIEWS,
    area="household__area",
    group="办理",
    icon="graph-down-arrow",
    unit="户",
    title="head",
    order="-pk",
    intro="就业后超过标准、按规定继续享受若干个月的家庭；期满当月由月结自动停发。",
    actions=(Action("tapers-running", "期满提醒", SEE_REVIEWS, "bell"),),
    empty="辖区内没有渐退的家庭。",
    columns=(
        Column("head", "户主", path="household__head__name"),
        Column("area", "所在村", "area", path="household__area"),
        Column("programme", "项目", "choice", choices=services),
        Column("since", "渐退起月", "month"),
        Column("last_amount", "渐退前月金额", "money"),
        Column("until", "结束月", "month"),
        Column("end_reason", "结束原因"),
        Column("reason", "缘由", "long", detail=True),
        Column("household", "家庭编号", "code", path="household__number", detail=True),
    ),
    filters=(
        Filter("valid", "状态", "validity", path="until"),
        Filter("area", "区划", "area", path="household__area"),
    ),
)

KINDS = tuple((kind.name, kind.label) for kind in EVENT_KINDS.values())
PROPOSALS = Register(
    "event-proposals",
    "家庭变化待复核",
    source="month.EventProposal",
    permission=SEE_REVIEWS,
    group="办理",
    icon="people",
    unit="件",
    title="head",
    order="-pk",
    page="event-proposal",
    intro="会改变保障金额的家庭变化：一人登记，县局另一人复核确认后才生效；死亡随时停发，不在此列。",
    empty="没有等待复核的家庭变化。",
    waits=(
        Waiting("家庭变化待复核", (("state", "waiting"),), CONFIRM_EVENTS, "state=waiting"),
        Waiting("您登记的家庭变化被退回", BACK, TELL_EVENTS, "state=returned&mine=1&unnoted=1", mine="told_by"),
    ),
    columns=(
        Column("head", "户主", path="household__head__name"),
        Column("area", "所在村", "area"),
        Column("person", "人员", path="person__name", blank="新加入的人"),
        Column("kind", "事项", "choice", choices=KINDS),
        Column("on", "发生日期", "date"),
        Column("told_by", "登记人", path="told_by__name"),
        Column("told_on", "登记日期", "date"),
        Column("state", "状态", "tag", tones={"waiting": "due", "confirmed": "good", "returned": "bad"}),
        Column("decided_by", "复核人", path="decided_by__name"),
        Column("reason", "退回理由", detail=True),
        Column("noted_on", "退回知悉日期", "date", detail=True),
    ),
    filters=(
        Filter("state", "状态"),
        Filter("kind", "事项", choices=KINDS),
        Filter("area", "区划", "area"),
        *MINE,
    ),
    search=HOUSEHOLD,
    search_hint=HOUSEHOLD_HINT,
)

STOPPINGS = Register(
    "stoppings",
    "停发",
    source="month.Stopping",
    permission=SEE_REVIEWS,
    group="办理",
    icon="slash-circle",
    unit="件",
    title="head",
    order="-pk",
    page="stopping",
    intro="由人提出的停发：写明事由和依据，另一位负责人决定，自决定的次月起停，并出具告知书。死亡、迁出等家庭变化和复核引起的停发不在此列。",
    empty="没有由人提出的停发。要停发，请从家庭页面或在保待遇里点“停发”。",
    waits=(
        Waiting("停发待决定", (("state", "waiting"),), DECIDE_REVIEWS, "state=waiting", "since"),
        Waiting("您提出的停发被退回", BACK, CHECK_REVIEWS, "state=returned&mine=1&unnoted=1", mine="told_by"),
    ),
    columns=(
        Column("head", "户主", path="household__head__name"),
        Column("area", "所在村", "area"),
        Column("programme", "项目", "choice", choices=services),
        Column("ground", "停发事由", "choice", choices=all_grounds),
        Column("since", "拟停发月份", "month"),
        Column("state", "状态", "tag", tones={"waiting": "due", "decided": "good", "returned": "bad"}),
        Column("stops_from", "停发月份", "month", blank="—"),
        Column("told_by", "提出人", path="told_by__name"),
        Column("decided_by", "决定人", path="decided_by__name", blank="—"),
        Column("told_on", "提出日期", "date", detail=True),
        Column("decided_on", "决定日期", "date", detail=True),
        Column("found", "查明的情况", "long", detail=True),
        Column("reason", "退回理由", "long", detail=True),
        Column("noted_on", "退回知悉日期", "date", detail=True),
        Column("household", "家庭编号", "code", path="household__number", detail=True),
    ),
    filters=(
        Filter("state", "状态"),
        Filter("programme", "项目", choices=services),
        Filter("since", "拟停发月份", "month"),
        Filter("area", "区划", "area"),
        *MINE,
    ),
    search=HOUSEHOLD,
    search_hint=HOUSEHOLD_HINT,
)

CHANGES = Register(
    "event-changes",
    "变动告知",
    source="month.EventChange",
    permission=SEE_REVIEWS,
    group="办理",
    icon="envelope-paper",
    unit="条",
    title="head",
    order="-pk",
    page="event-change",
    actions=(Action("event-papers-print", "批量打印", SEE_REVIEWS, "printer"),),
    intro="因家庭变化、另享其他待遇或决定停发引起的增发、减发、停发，每条一份告知书。",
    empty="还没有需要告知的待遇变动。",
    waits=(Waiting("变动告知书未出", (("paper__isnull", True),), CHECK_REVIEWS),),
    columns=(
        Column("head", "户主", path="household__head__name"),
        Column("area", "所在村", "area"),
        Column("programme", "项目", "choice", choices=services),
        Column("kind", "变动", "tag", tones={"up": "good", "down": "due", "stop": "bad", "other": "quiet"}),
        Column("since", "执行月份", "month"),
        Column("amount_before", "原月金额", "money"),
        Column("amount_after", "现月金额", "money"),
        Column("paper", "告知书", path="paper__number", blank="未出"),
        Column("made_on", "登记日期", "date"),
        Column("reason", "原因", "long", detail=True),
        Column("persons_before", "原保障人数", "number", detail=True),
        Column("persons_after", "现保障人数", "number", detail=True),
        Column("household", "家庭编号", "code", path="household__number", detail=True),
    ),
    filters=(
        Filter("kind", "变动"),
        Filter("since", "执行月份", "month"),
        Filter("made", "登记日期", "dates", path="made_on"),
        Filter("area", "区划", "area"),
    ),
    search=HOUSEHOLD,
    search_hint=HOUSEHOLD_HINT,
)

CHANGE_PANEL = Panel(
    "event-changes",
    "变动告知",
    "household",
    ("head", "kind", "since", "amount_before", "amount_after", "paper", "made_on"),
)
REVIEW_PANEL = Panel(
    "reviews", "复核", "household", ("cause", "why", "due_on", "state", "outcome", "amount_after", "decided_on")
)
REGISTERS = (REVIEWS, PROPOSALS, STOPPINGS, CHANGES, DRAWS, TAPERS)
