"""The words in which a source of checks is declared, and the sources every county has (domain 8: 核对)."""

from dataclasses import dataclass

from anmin.kernel.people.declare import IDENTITY
from anmin.kernel.sheets.declare import DATE, INTEGER, MONEY, NAME, TEXT, Column, Sheet

ID = Column("identity", "身份证号", IDENTITY, ("公民身份号码", "身份证号码", "证件号码", "证件号"), required=True)
NAMED = Column("name", "姓名", NAME, ("名字", "人员姓名", "权利人", "户名"))


@dataclass(frozen=True)
class Source:
    """What another department or bank knows, and what one of its rows means to a household.

    A person's rows are folded (`sum` of `value`, `count`, or `latest`) into the fact named `fact`, at the level of the
    person or added up for the household; `fact` "" means that being listed at all is the finding. `tolerance_bp` is
    how much more than declared is not yet a difference. `fresh_days`: older files are shown as stale.
    `weight_of` lets a column split rows into another fact (商铺 are no homes).
    """

    name: str
    label: str
    sheet: Sheet
    fact: str = ""
    level: str = "person"
    fold: str = "count"
    value: str = ""
    tolerance_bp: int = 0
    fresh_days: int = 45
    provider: str = ""
    per_month: bool = False
    ends: bool = False


def _sheet(name: str, title: str, row_means: str, *columns: Column) -> Sheet:
    return Sheet(name, title, (ID, NAMED, *columns), row_means, anchors=("identity",))


DEATHS = Source(
    "deaths", "死亡信息",
    _sheet("deaths", "死亡人员名单", "一名死亡人员",
           Column("died_on", "死亡日期", DATE, ("死亡时间", "火化日期", "死亡年月日"), required=True)),
    fold="latest", value="died_on", provider="公安、卫健、殡葬", ends=True,
)  # fmt: skip
WAGES = Source(
    "wages", "工资（社保缴费工资）",
    _sheet("wages", "工资与社保缴费", "一人一个单位的一个月工资",
           Column("employer", "单位", TEXT, ("单位名称", "参保单位", "用人单位")),
           Column("amount", "月工资", MONEY, ("工资", "缴费基数", "月缴费工资", "应发工资"), required=True, period="month")),
    fact="wage_month", fold="sum", value="amount", tolerance_bp=1000, provider="人社、税务",
)  # fmt: skip
PENSIONS = Source(
    "pensions", "养老金",
    _sheet("pensions", "养老金发放", "一人一种养老金的月发放额",
           Column("kind", "待遇种类", TEXT, ("险种", "类别")),
           Column("amount", "月发放额", MONEY, ("养老金", "月养老金", "发放金额"), required=True, period="month")),
    fact="pension_month", fold="sum", value="amount", tolerance_bp=500, provider="人社",
)  # fmt: skip
VEHICLES = Source(
    "vehicles", "机动车",
    _sheet("vehicles", "机动车登记", "一辆机动车",
           Column("plate", "号牌", TEXT, ("车牌号", "号牌号码")), Column("model", "车型", TEXT, ("车辆类型", "品牌型号"))),
    fact="vehicles", level="household", provider="公安交管",
)  # fmt: skip
HOMES = Source(
    "real_estate", "不动产",
    _sheet("real_estate", "不动产登记", "一处房产",
           Column("certificate", "不动产权证号", TEXT, ("权证号", "证书号")),
           Column("place", "坐落", TEXT, ("房屋坐落", "地址"))),
    fact="houses", level="household", provider="自然资源、住建",
)  # fmt: skip
COMPANIES = Source(
    "companies", "工商登记",
    _sheet("companies", "企业与个体登记", "一人在一个企业的任职或出资",
           Column("company", "企业名称", TEXT, ("单位名称", "主体名称", "字号名称")),
           Column("capital", "认缴出资", MONEY, ("出资额", "注册资本", "认缴出资额"), period="total")),
    fact="companies", level="household", provider="市场监管",
)  # fmt: skip
DEPOSITS = Source(
    "deposits", "存款和理财",
    _sheet("deposits", "金融资产", "一人一个账户的余额",
           Column("bank", "机构", TEXT, ("银行", "开户行", "金融机构")),
           Column("balance", "余额", MONEY, ("存款余额", "金额", "资产余额"), required=True, period="total")),
    fact="financial_assets", level="household", fold="sum", value="balance", tolerance_bp=2000, provider="银行、证券、保险",
    fresh_days=190,
)  # fmt: skip
PUBLIC_PAYROLL = Source(
    "public_payroll", "财政供养人员",
    _sheet("public_payroll", "财政供养人员名单", "一名财政供养人员",
           Column("unit", "单位", TEXT, ("单位名称", "工作单位")), Column("months", "月数", INTEGER)),
    provider="组织、人社、财政",
)  # fmt: skip

SOURCES = {s.name: s for s in (DEATHS, WAGES, PENSIONS, VEHICLES, HOMES, COMPANIES, DEPOSITS, PUBLIC_PAYROLL)}
