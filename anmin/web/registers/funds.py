"""Registers of what is owed and what was paid."""

from anmin.kernel.access.declare import CHECK_REVIEWS, SEE_FUNDS
from anmin.kernel.screens.declare import Action, Column, Filter, Panel, Register
from anmin.web.registers.words import programmes

ENTITLEMENTS = Register(
    "entitlements",
    "在保待遇",
    source="funds.Entitlement",
    permission=SEE_FUNDS,
    group="资金",
    icon="wallet2",
    unit="条",
    title="payee",
    actions=(Action("entitlement-stop", "停发", CHECK_REVIEWS, "slash-circle", on="card"),),
    columns=(
        Column("payee", "领款人", path="payee__name"),
        Column("household", "家庭编号", "code", path="household__number"),
        Column("programme", "项目", "choice", choices=programmes),
        Column("area", "区划", "area"),
        Column("persons", "保障人数", "number"),
        Column("amount_month", "月金额", "money"),
        Column("since", "起发月", "month"),
        Column("until", "停发月", "month"),
        Column("end_reason", "停发原因", detail=True),
        Column("source", "来源", detail=True),
        Column("identity", "身份证号", "identity", path="payee__id_number", detail=True),
    ),
    filters=(
        Filter("programme", "项目", choices=programmes),
        Filter("area", "区划", "area"),
        Filter("valid", "状态", "validity", path="until"),
    ),
    search=(("payee__name", "prefix"), ("payee__pinyin", "prefix"), ("household__number", "prefix")),
    search_hint="姓名、拼音或家庭编号",
    panels=(Panel("payments", "发放", "entitlement", ("month", "kind", "amount", "note")),),
)

NOTES = tuple((note, note) for note in ("新增", "不变", "增发", "减发", "补发"))
PAYMENTS = Register(
    "payments",
    "发放明细",
    source="funds.Payment",
    permission=SEE_FUNDS,
    group="资金",
    icon="cash-stack",
    unit="笔",
    title="payee",
    order="-pk",
    columns=(
        Column("month", "月份", "month"),
        Column("serial", "序号", "number"),
        Column("payee", "领款人", path="payee_name"),
        Column("identity", "身份证号", "identity", path="payee__id_number"),
        Column("programme", "项目", "choice", choices=programmes),
        Column("area", "区划", "area"),
        Column("persons", "人数", "number"),
        Column("amount", "金额", "money"),
        Column("kind", "类别", "choice"),
        Column("note", "变动"),
        Column("bank_name", "开户行", detail=True),
    ),
    filters=(
        Filter("month", "月份", "month"),
        Filter("roll", "名册", "month", path="roll__month"),  # arrears of earlier months stand on a later roll
        Filter("programme", "项目", choices=programmes),
        Filter("area", "区划", "area"),
        Filter("kind", "类别"),
        Filter("note", "变动", choices=NOTES),
    ),
    search=(("payee_name", "prefix"), ("payee__pinyin", "prefix")),
    search_hint="领款人姓名或拼音",
)

REGISTERS = (ENTITLEMENTS, PAYMENTS)
