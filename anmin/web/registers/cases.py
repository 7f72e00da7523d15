"""The register of cases."""

from anmin.kernel.access.declare import OPEN_CASES, SEE_CASES
from anmin.kernel.flow.api import Outcome
from anmin.kernel.screens.declare import Action, Column, Filter, Register
from anmin.web.registers.words import services, state_in_words, states

OUTCOMES = {"granted": "good", "refused": "bad", "not_accepted": "bad"}

CASES = Register(
    "cases",
    "案件",
    source="flow.Case",
    permission=SEE_CASES,
    group="办理",
    icon="folder2-open",
    unit="件",
    title="number",
    order="-pk",
    page="case",
    actions=(Action("case-new", "登记申请", OPEN_CASES, "plus-lg", primary=True),),
    empty="您的辖区内还没有案件。点“登记申请”开始第一件。",
    columns=(
        Column("number", "案号", "code"),
        Column("service", "业务", "choice", choices=services),
        Column("applicant", "申请人", path="applicant__name"),
        Column("area", "所在村", "area"),
        Column("state", "步骤", "told", beside="service", tell=state_in_words),
        Column("due_on", "限办日期", "date", sort=True),
        Column("officer", "责任人", path="officer__name"),
        Column("amount_month", "金额", "money"),
        Column("outcome", "结果", "tag", tones=OUTCOMES),
        Column("received_on", "接件日期", "date"),
        Column("identity", "申请人身份证号", "identity", path="applicant__id_number", detail=True),
        Column("household", "家庭编号", "code", path="household__number", detail=True),
        Column("channel", "来源", "choice", detail=True),
        Column("accepted_on", "受理日期", "date", detail=True),
        Column("decided_on", "决定日期", "date", detail=True),
        Column("closed_on", "办结日期", "date", detail=True),
        Column("near_kin", "近亲属备案", "flag", detail=True),
    ),
    filters=(
        Filter("mine", "责任人", "mine", path="officer"),
        Filter("late", "时限", "late", path="due_on"),
        Filter("service", "业务", choices=services),
        Filter("state", "步骤", choices=states),
        Filter("outcome", "结果", choices=tuple((o.value, o.label) for o in list(Outcome) if o.value)),
        Filter("area", "区划", "area"),
        Filter("received", "接件日期", "dates", path="received_on"),
    ),
    search=(("number", "prefix"), ("applicant__name", "prefix"), ("applicant__pinyin", "prefix")),
    search_hint="案号、申请人姓名或拼音",
)

CLOCKS = Register(
    "clocks",
    "办理时限",
    source="flow.CaseClock",
    permission=SEE_CASES,
    area="case__area",
    group="",
    icon="stopwatch",
    unit="个",
    title="case",
    order="-pk",
    columns=(
        Column("case", "案号", "code", path="case__number"),
        Column("applicant", "申请人", path="case__applicant__name"),
        Column("area", "所在村", "area", path="case__area"),
        Column("label", "时限"),
        Column("officer", "责任人", path="case__officer__name"),
        Column("starts_on", "起算", "date"),
        Column("due_on", "法定届满", "date"),
        Column("stopped_on", "办结", "date"),
        Column("service", "业务", "choice", path="case__service", choices=services, detail=True),
        Column("cite", "依据", detail=True),
    ),
    filters=(Filter("area", "区划", "area", path="case__area"),),
)

REGISTERS = (CASES, CLOCKS)
