"""The registers of the fund: gifts, help given, balances."""

from anmin.kernel.declare import Column, Filter, FormField, Import, Permission, Register, RegisterForm, late

SEE = Permission("relief_fund.see", "查看爱心基金收支", ("R4", "R5", "R6", "R7", "R9", "R10"))
GIFTS_IN = Permission("relief_fund.gifts", "登记捐赠", ("R6", "R9"))

GIFTS = Register(
    "fund_gifts", "爱心基金捐赠", source="relief_fund.Gift", permission=SEE, group="台账", icon="gift", unit="笔",
    title="receipt", order="-pk", area="",
    intro="一笔捐赠一张票据（捐赠人、种类、金额、日期）。捐赠人限定用途的，只用于该用途。",
    empty="还没有登记捐赠。",
    columns=(
        Column("receipt", "捐赠票据号", "code"),
        Column("donor", "捐赠人"),
        Column("amount", "金额", "money"),
        Column("purpose", "捐赠人意愿", "choice"),
        Column("received_on", "到账日期", "date", sort=True),
        Column("public_name", "同意公开姓名", "flag", detail=True),
        Column("area", "基金所在县", "area", detail=True),
        Column("note", "备注", detail=True),
    ),
    filters=(Filter("purpose", "捐赠人意愿"), Filter("received", "到账日期", "dates", path="received_on")),
    search=(("receipt", "prefix"), ("donor", "prefix")),
    search_hint="票据号或捐赠人",
    form=RegisterForm(
        fields=(
            FormField("receipt", "捐赠票据号", readonly=True),
            FormField("donor", "捐赠人"),
            FormField("public_name", "同意公开姓名", "bool", required=False),
            FormField("area", "基金所在县", "area"),
            FormField("amount", "金额", "money"),
            FormField("purpose", "捐赠人意愿", "choice"),
            FormField("received_on", "到账日期", "date"),
            FormField("note", "备注", required=False),
        ),
        permission=GIFTS_IN,
        save=late("anmin.services.relief_fund.giving:save"),
        hint="公益事业捐赠法、慈善法第三十八条：接受捐赠应开具票据，载明捐赠人、捐赠财产的种类及数量、日期等。",
    ),
    takes=Import(permission=GIFTS_IN, key=("receipt",), headings={"receipt": ("票据号",), "amount": ("捐赠金额",)}),
)  # fmt: skip
HELPS = Register(
    "fund_helps", "爱心基金救助", source="relief_fund.Help", permission=SEE, group="台账", icon="heart", unit="笔",
    title="case_number", order="-pk", empty="还没有用本基金救助。",
    columns=(
        Column("case_number", "件号", "code"),
        Column("area", "所在地", "area"),
        Column("cause", "事由", "choice"),
        Column("amount", "救助金额", "money"),
        Column("from_purpose", "用限定捐赠", "money", detail=True),
        Column("from_any", "用不限定捐赠", "money", detail=True),
        Column("decided_on", "决定日期", "date", sort=True),
    ),
    filters=(Filter("cause", "事由"), Filter("decided", "决定日期", "dates", path="decided_on")),
    search=(("case_number", "prefix"),),
    search_hint="件号",
)  # fmt: skip
BALANCES = Register(
    "fund_balances", "爱心基金余额", source="relief_fund.Balance", permission=SEE, group="台账", icon="wallet2", unit="项",
    title="purpose", order="pk", area="", intro="每一用途的收、用由数据库逐笔累计，余额不会低于零；同样的数对外公开。",
    empty="还没有收到捐赠。",
    columns=(
        Column("purpose", "用途", "choice"),
        Column("county", "县", "area"),
        Column("given", "收到捐赠", "money"),
        Column("used", "已用于救助", "money"),
    ),
)  # fmt: skip
