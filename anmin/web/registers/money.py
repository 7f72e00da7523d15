"""Registers of the month's money: rolls, who is not on them, what to look at, batches, claims, vouchers."""

from anmin.kernel.access.declare import (
    APPROVE_ROLL,
    CHANGE_ACCOUNTS,
    CHECK_REVIEWS,
    HOLD_PAYMENTS,
    MAKE_ROLL,
    REVIEW_ROLL,
    SEE_BUDGETS,
    SEE_FUNDS,
)
from anmin.kernel.funds.api import AfterReturn, HowFar, Roll
from anmin.kernel.screens.declare import Action, Column, Filter, Register, Waiting
from anmin.web.registers.closing import TO_REVIEW
from anmin.web.registers.words import HOUSEHOLD, HOUSEHOLD_HINT, programmes

HOW_FAR = tuple(HowFar.choices)
ROLL_TONES = {name: "due" for name, _ in HOW_FAR} | {"locked": "good"}
LOCKED = Roll.objects.filter(how_far="locked").values("pk")  # asked when the rows are, not here
PAID_TONES = {"sent": "due", "paid": "good", "returned": "bad"}
AFTER = tuple(AfterReturn.choices)
AFTER_TONES = {"open": "bad", "ready": "due", "again": "good", "dead": "quiet"}
RETURNED = ("returned_from__gt", 0)  # as the index knows them

ROLLS = Register(
    "rolls",
    "月结与名册",
    source="funds.Roll",
    permission=SEE_FUNDS,
    group="资金",
    icon="calendar-check",
    unit="册",
    order="-pk",
    page="roll",
    actions=(Action("month-begin", "办理月结", MAKE_ROLL, "play-circle", primary=True),),
    intro="每月一册：一人生成，一人复核，一人批准；批准后不能再改。",
    empty="还没有名册。办理月结时生成。",
    waits=(
        Waiting("名册待复核", (("state", "made"), ("lines__gt", 0)), REVIEW_ROLL, "state=made"),
        Waiting("名册待批准", (("state", "reviewed"),), APPROVE_ROLL, "state=reviewed"),
        Waiting("名册待送银行", (("state", "approved"),), REVIEW_ROLL, "state=approved"),
        Waiting("银行文件待回盘", (("how_far", "sent"),), REVIEW_ROLL, "state=sent"),
        Waiting("月份待结账锁定", (("how_far", "answered"),), APPROVE_ROLL, "state=answered"),
    ),
    columns=(
        Column("month", "月份", "month"),
        Column("programme", "项目", "choice", choices=programmes),
        Column("area", "县", "area"),
        Column("state", "状态", "tag", path="how_far", choices=HOW_FAR, tones=ROLL_TONES),
        Column("households", "户数", "number"),
        Column("persons", "人数", "number"),
        Column("amount", "应发金额", "money"),
        Column("made_by", "生成", path="made_by__name"),
        Column("reviewed_by", "复核", path="reviewed_by__name"),
        Column("approved_by", "批准", path="approved_by__name"),
    ),
    filters=(
        Filter("programme", "项目", choices=programmes),
        Filter("state", "状态", path="how_far", choices=HOW_FAR),
        Filter("month", "月份", "month"),
    ),
)

OMISSIONS = Register(
    "omissions",
    "停发与未列入",
    source="funds.Omission",
    permission=SEE_FUNDS,
    group="",
    icon="person-dash",
    unit="户",
    title="payee_name",
    actions=(Action("omission-payee", "指定新领款人", CHECK_REVIEWS, "person-check", on="card", primary=True),),
    waits=(
        Waiting(
            "领款人已故待指定新领款人", (("kind", "died"), ("payee_wanted", True)), CHECK_REVIEWS, "kind=died&wanted=1"
        ),
    ),
    columns=(
        Column("payee_name", "领款人"),
        Column("household", "家庭编号", "code", path="household__number"),
        Column("area", "所在村", "area"),
        Column("kind", "类别", "choice"),
        Column("payee_wanted", "待指定领款人", "flag", detail=True),
        Column("reason", "原因", "long"),
        Column("last_persons", "上月人数", "number"),
        Column("last_amount", "上月金额", "money"),
        Column("month", "月份", "month", path="roll__month"),
        Column("programme", "项目", "choice", path="roll__programme", choices=programmes, detail=True),
    ),
    filters=(
        Filter("month", "月份", "month", path="roll__month"),
        Filter("programme", "项目", path="roll__programme", choices=programmes),
        Filter("kind", "类别"),
        Filter("wanted", "待指定领款人", "flag", path="payee_wanted"),
        Filter("area", "区划", "area"),
    ),
    search=(("payee_name", "prefix"), ("household__number", "prefix")),
    search_hint="领款人或家庭编号",
)

HOLDS = Register(
    "holds",
    "缓发",
    source="funds.Hold",
    permission=HOLD_PAYMENTS,
    area="household__area",
    group="资金",
    icon="pause-circle",
    unit="户",
    title="head",
    order="-pk",
    page="hold",
    intro="缓发的家庭照常测算，每次生成名册都不列入发放，恢复以前一直如此。",
    actions=(Action("hold-new", "缓发或恢复一户", HOLD_PAYMENTS, "pause-circle", primary=True),),
    empty="没有缓发的家庭。",
    columns=(
        Column("head", "户主", path="household__head__name"),
        Column("household", "家庭编号", "code", path="household__number"),
        Column("area", "所在村", "area", path="household__area"),
        Column("programme", "项目", "choice", choices=programmes),
        Column("since", "缓发起月", "month"),
        Column("reason", "缓发原因", "long"),
        Column("until", "恢复月", "month"),
        Column("release_reason", "恢复原因", "long"),
        Column("pay_back", "补发缓发月份", "flag", detail=True),
    ),
    filters=(
        Filter("valid", "状态", "validity", path="until"),
        Filter("programme", "项目", choices=programmes),
        Filter("area", "区划", "area", path="household__area"),
    ),
    search=HOUSEHOLD,
    search_hint=HOUSEHOLD_HINT,
)

REMITTANCES = Register(
    "remittances",
    "银行明细",
    source="funds.Remittance",
    permission=SEE_FUNDS,
    area="payment__area",
    group="资金",
    icon="bank",
    unit="笔",
    title="payee_name",
    order="-pk",
    intro="银行退回的，乡镇在更正期限前更正账号，资金发放岗在当月月结页再次发放；所在月份已锁定的先重开。",
    empty="还没有送过银行。名册批准后，由资金发放岗生成银行文件。",
    actions=(
        Action("remittance-account", "更正收款账户", CHANGE_ACCOUNTS, "credit-card", on="card"),
        Action("remittance-roll", "到当月月结", SEE_BUDGETS, "calendar-check", on="card"),
    ),
    waits=(
        Waiting("银行退回待更正账号", (RETURNED, ("after_return", "open")), CHANGE_ACCOUNTS, "back=open", "correct_by"),
        Waiting("退回款已更正待重发", (RETURNED, ("after_return", "ready")), REVIEW_ROLL, "back=ready", "correct_by"),
        Waiting(
            "退回款已更正，所在月份待重开",
            (RETURNED, ("after_return", "ready"), ("batch__roll__in", LOCKED)),
            APPROVE_ROLL,
            "back=ready",
            "correct_by",
        ),
    ),
    columns=(
        Column("month", "月份", "month", path="batch__roll__month"),
        Column("batch", "批次", "code", path="batch__number"),
        Column("serial", "序号", "number", detail=True),
        Column("payee_name", "户名"),
        Column("household", "家庭编号", "code", path="payment__household__number", detail=True),
        Column("account", "账号", "account", path="bank_tail"),
        Column("amount", "金额", "money"),
        Column("state", "状态", "tag", tones=PAID_TONES),
        Column("reason", "退回原因"),
        Column("after_return", "退回之后", "tag", choices=AFTER, tones=AFTER_TONES),
        Column("correct_by", "更正期限", "date"),
        Column("correct_basis", "期限依据", detail=True),
        Column("answered_on", "回盘日期", "date", detail=True),
        Column("area", "所在村", "area", path="payment__area", detail=True),
        Column("bank_serial", "银行流水号", "code", detail=True),
    ),
    filters=(
        Filter("month", "月份", "month", path="batch__roll__month"),
        Filter("programme", "项目", path="batch__roll__programme", choices=programmes),
        Filter("state", "状态"),
        Filter("back", "退回之后", path="after_return", choices=AFTER),
        Filter("area", "区划", "area", path="payment__area"),
    ),
    search=(("payee_name", "prefix"), ("batch__number", "prefix")),
    search_hint="户名或批次号",
)

RECOVERIES = Register(
    "recoveries",
    "追缴",
    source="funds.Recovery",
    permission=SEE_FUNDS,
    area="household__area",
    group="资金",
    icon="arrow-return-left",
    unit="笔",
    title="head",
    page="recovery",
    intro="发给了不该发的月份：待遇追溯停发或死亡之后仍发放的。县局登记退款或经批准核销，随即记入账簿。",
    waits=(Waiting("追缴待了结", (("state", "open"),), MAKE_ROLL, "state=open"),),
    empty="没有要追缴的。",
    columns=(
        Column("head", "户主", path="household__head__name"),
        Column("area", "所在村", "area", path="household__area"),
        Column("programme", "项目", "choice", choices=programmes),
        Column("month", "多发月份", "month"),
        Column("amount", "多发金额", "money"),
        Column("repaid", "已退金额", "money"),
        Column("reduced", "更正减少", "money"),
        Column("state", "状态", "tag", tones={"open": "due", "settled": "good", "waived": "quiet"}),
        Column("reason", "原因", "long"),
        Column("household", "家庭编号", "code", path="household__number", detail=True),
        Column("found_on", "发现日期", "date", detail=True),
        Column("closed_reason", "了结说明", "long", detail=True),
    ),
    filters=(Filter("state", "状态"), Filter("area", "区划", "area", path="household__area")),
)

POSTINGS = Register(
    "postings",
    "账簿",
    source="funds.Posting",
    permission=SEE_FUNDS,
    area="entry__area",
    group="资金",
    icon="journal-text",
    unit="笔分录",
    order="-pk",
    columns=(
        Column("entry", "凭证", "number", path="entry__id"),
        Column("on", "日期", "date", path="entry__on"),
        Column("memo", "摘要", path="entry__memo"),
        Column("fund", "资金", path="account__fund__name"),
        Column("kind", "科目", "choice", path="account__kind"),
        Column("level", "级次", "choice", path="account__level"),
        Column("amount", "金额（借正贷负）", "money"),
        Column("month", "会计月份", "month", path="entry__month", detail=True),
    ),
    filters=(
        Filter("month", "会计月份", "month", path="entry__month"),
        Filter("programme", "项目", path="entry__programme", choices=programmes),
        Filter("kind", "科目", path="account__kind"),
    ),
)

REGISTERS = (HOLDS, ROLLS, OMISSIONS, TO_REVIEW, REMITTANCES, RECOVERIES, POSTINGS)
