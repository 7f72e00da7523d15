"""The register of published indices, its second pair of eyes, and who was due a supplement."""

from anmin.kernel.declare import Column, Filter, FormField, Import, Permission, Register, RegisterForm, Waiting, late
from anmin.services.price_link.rules import KINDS

SEE = Permission("price_link.see", "查看价格指数和价格临时补贴对象", ("R6", "R7", "R9", "R10"))
ENTER = Permission("price_link.enter", "登记价格指数", ("R6",))
CONFIRM = Permission("price_link.confirm", "确认价格指数", ("R7",))
DOOR = "anmin.services.price_link.months"
TONES = {"start": "due", "go_on": "good", "stop": "quiet", "none": "quiet"}
TOLD = (
    Column("month", "所属月", "month", sort=True),
    Column("cpi", "CPI 同比（%）"),
    Column("food", "食品同比（%）"),
    Column("scpi", "SCPI 同比（%）"),
)
GROUPS = tuple((kind, label) for kind, label in KINDS.items() if kind != "none")

INDICES = Register(
    "price_indices", "价格指数（各月）", source="price_link.IndexMonth", permission=SEE, group="台账", icon="graph-up", unit="月",
    title="month", order="-month", area="",
    intro="居民消费价格或食品价格同比任一项达到启动条件即启动，两项都低于才中止。登记后由另一人确认，确认后才作数；更正也要再确认，"
    "此前的数留在历史里。启动的月份请到“物价补贴月份”列入名册。",
    empty="还没有登记价格指数。",
    columns=(
        *TOLD,
        Column("course", "联动机制", "tag", tones=TONES, blank="待确认"),
        Column("since", "自何月起", "month"),
        Column("urban", "每人补贴（城市）", "money"),
        Column("rural", "每人补贴（农村）", "money"),
        Column("state", "状态", "tag", tones={"draft": "due", "confirmed": "good"}),
        Column("why", "理由", detail=True),
        Column("source", "来源", detail=True),
        Column("published_on", "公布日期", "date", detail=True),
        Column("entered_by", "登记人", path="entered_by__name", detail=True),
        Column("confirmed_by", "确认人", path="confirmed_by__name", detail=True),
        Column("confirmed_on", "确认日期", "date", detail=True),
        Column("note", "说明", detail=True),
    ),
    filters=(
        Filter("course", "联动机制"), Filter("state", "状态"), Filter("running", "本月启动", "flag"),
        Filter("month", "所属月", "month"),
    ),
    form=RegisterForm(
        fields=(
            FormField("month", "指数所属月（写该月任一天）", "date", readonly=True),
            FormField("cpi", "居民消费价格同比（%）", hint="例如 3.6，下降写 -1.2"),
            FormField("food", "食品价格同比（%）"),
            FormField("scpi", "低收入居民基本生活费用同比（SCPI，%）", hint="补贴按它计算"),
            FormField("source", "来源", hint="例如：国家统计局某某调查队 2026年9月居民消费价格"),
            FormField("published_on", "公布日期", "date"),
            FormField("note", "说明", "long", required=False),
        ),
        permission=ENTER, save=late(f"{DOOR}:enter"),
        hint="三个数以统计部门公布的为准（发改价格〔2021〕1553号）。保存后请另一人确认。",
    ),
    takes=Import(
        permission=ENTER, key=("month",),
        headings={"month": ("月份", "所属月", "指数所属月"), "cpi": ("CPI", "CPI 同比（%）", "居民消费价格同比"),
                  "food": ("食品", "食品同比（%）", "食品价格同比"), "scpi": ("SCPI", "SCPI 同比（%）"), "source": ("数据来源",)},
    ),
)  # fmt: skip
TO_CONFIRM = Register(
    "price_indices_waiting", "价格指数确认", source="price_link.IndexMonth", permission=CONFIRM, group="台账",
    icon="check2-square", unit="月", title="month", order="-month", area="",
    intro="由另一人登记、由您核对的指数。确认后，达到启动条件的月份就可以列入名册。", empty="还没有登记价格指数。",
    columns=(*TOLD, Column("state", "状态", "tag", tones={"draft": "due", "confirmed": "good"}), Column("source", "来源"),
             Column("published_on", "公布日期", "date"), Column("entered_by", "登记人", path="entered_by__name"),
             Column("note", "说明", detail=True)),
    filters=(Filter("state", "状态"),),
    form=RegisterForm(
        fields=(
            FormField("cpi", "居民消费价格同比（%）", required=False, readonly=True),
            FormField("food", "食品价格同比（%）", required=False, readonly=True),
            FormField("scpi", "SCPI 同比（%）", required=False, readonly=True),
            FormField("decision", "核对结果", "choice", choices=(("confirm", "与公布的一致，确认"), ("back", "不一致，退回"))),
            FormField("note", "说明", "long", required=False, hint="退回的写明哪里不对"),
        ),
        permission=CONFIRM, create=False, save=late(f"{DOOR}:decide"),
    ),
    waits=(Waiting("价格指数待确认", (("state", "draft"),), CONFIRM, "state=draft"),),
)  # fmt: skip
DUES = Register(
    "price_dues", "价格临时补贴对象", source="price_link.Due", permission=SEE, group="台账", icon="people", unit="人",
    title="person", order="-pk",
    intro="启动的月份里每名应发人员，一人只列一次、只归一类。在册情况或指数一有变动，十分钟内重算最近两个月。",
    empty="没有启动的月份；刚确认的指数十分钟内算出。",
    columns=(
        Column("month", "所属月", "month"),
        Column("person", "姓名", path="person__name"),
        Column("kind", "保障对象类别", "choice", choices=GROUPS),
        Column("amount", "补贴", "money"),
        Column("area", "所在地", "area"),
        Column("household", "家庭编号", "code", path="household__number"),
    ),
    filters=(Filter("month", "所属月", "month"), Filter("kind", "类别", choices=GROUPS), Filter("area", "所在地", "area")),
    search=(("person__name", "prefix"),),
    search_hint="姓名",
)  # fmt: skip
SCREENS = (INDICES, TO_CONFIRM, DUES)
