"""The register of what a close found and a person must look at."""

from anmin.kernel.access.declare import CHANGE_ACCOUNTS, CHECK_REVIEWS, SEE_FUNDS
from anmin.kernel.month.api import FindingStand
from anmin.kernel.screens.declare import Action, Column, Filter, Register, Waiting
from anmin.web.registers.words import HOUSEHOLD, HOUSEHOLD_HINT, programmes

STANDS = tuple(FindingStand.choices)
STAND_TONES = {"open": "due", "over": "quiet", "accepted": "good", "kept": "quiet"}

TO_REVIEW = Register(
    "month-findings",
    "月结复核事项",
    source="month.Finding",
    permission=SEE_FUNDS,
    group="资金",
    icon="search",
    unit="项",
    title="head",
    order="-pk",
    actions=(
        Action("month-finding-answer", "答复", CHECK_REVIEWS, "reply", on="card", primary=True),
        Action("month-finding-account", "登记收款账户", CHANGE_ACCOUNTS, "credit-card", on="card"),
    ),
    waits=(
        Waiting("月结复核事项待答复", (("stand", "open"),), CHECK_REVIEWS, "state=open", "due_on"),
        Waiting(
            "名册上没有收款账户待登记",
            (("kind", "no_account"), ("stand", "open"), ("household__bank_tail", ""), ("household__until", None)),
            CHANGE_ACCOUNTS,
            "kind=no_account&state=open",
        ),
    ),
    intro="月结测算发现的：不再符合条件、应增应减、事实有误、账号有疑、与其他待遇重复。金额不会因此自动改动；与其他待遇不得同享、整项不应发的，先缓发。到了以后月份仍然如此的，在那个月里接着答复，期限不变；账号核实过、情况没有变的不再问。",
    columns=(
        Column("head", "户主", path="household__head__name"),
        Column("area", "所在村", "area"),
        Column("kind", "事项", "choice"),
        Column("text", "说明", "long"),
        Column("held", "现发或名册", "money", detail=True),
        Column("due", "测算", "money", detail=True),
        Column("state", "处理", "tag", path="stand", choices=STANDS, tones=STAND_TONES),
        Column("due_on", "答复期限", "date"),
        Column("month", "月份", "month", path="close__month"),
        Column("household", "家庭编号", "code", path="household__number", detail=True),
        Column("answer", "处理说明", "long", detail=True),
        Column("answered_by", "处理人", path="answered_by__name", detail=True),
        Column("answered_on", "处理日期", "date", detail=True),
    ),
    filters=(
        Filter("month", "月份", "month", path="close__month"),
        Filter("programme", "项目", path="close__programme", choices=programmes),
        Filter("kind", "事项"),
        Filter("state", "处理", path="stand", choices=STANDS),
        Filter("late", "时限", "late", path="due_on"),
        Filter("area", "区划", "area"),
    ),
    search=HOUSEHOLD,
    search_hint=HOUSEHOLD_HINT,
)
