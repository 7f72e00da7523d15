"""The watch over low-income families: warnings, named officers, visits, and who is recognised until when."""

from anmin.kernel.declare import (
    Column,
    Filter,
    FormField,
    ForWhom,
    Import,
    Panel,
    Permission,
    Register,
    RegisterForm,
    late,
)

SEE = Permission("low_income.see", "查看低收入人口监测", ("R2", "R3", "R4", "R5", "R6", "R7", "R10"))
WATCH = Permission("low_income.watch", "核实和处置监测预警", ("R4", "R6"))
ASSIGN = Permission("low_income.assign", "指定专人", ("R4", "R5", "R6"))
FOLLOW = Permission("low_income.follow", "登记跟进走访", ("R2", "R4", "R6"))
GROUP = "低收入监测"
LEVEL_TONES = {"red": "bad", "orange": "due", "yellow": "quiet"}
STATE_TONES = {"new": "bad", "assigned": "due", "verified": "due", "disposed": "good", "filed": "quiet"}
DISPOSALS = (
    ("enrol", "纳入救助（转办申请）"), ("implement", "落实应享未享的政策"), ("refer", "推送其他部门"),
    ("meeting", "提请协调机制一事一议"), ("stop", "不再符合，核实后停发"), ("none", "经核实无需救助"),
)  # fmt: skip
WHERE = Filter("area", "居住地", "area")
DOOR = "anmin.services.low_income.register"
officers = ForWhom(late(f"{DOOR}:officers"))
households = ForWhom(late(f"{DOOR}:households"))

ALERTS = Register(
    "alerts", "监测预警", source="low_income.Alert", permission=SEE, group=GROUP, icon="bell", unit="条", title="head",
    order="-pk",
    intro="每晚由家庭变化、重病残疾登记、申报收支、信息核对和认定到期自动生成；同一家庭三件以上未核实的升为红色。"
    "先派单、再入户核实、处置、反馈、归档。",
    empty="没有预警。",
    columns=(
        Column("head", "户主"),
        Column("area", "居住地", "area"),
        Column("level", "等级", "tag", tones=LEVEL_TONES),
        Column("cause", "预警情形", "choice"),
        Column("text", "说明"),
        Column("raised_on", "预警日期", "date"),
        Column("due_on", "核实期限", "date", sort=True),
        Column("worker", "专人", path="worker__name", blank="未派单"),
        Column("state", "进展", "tag", tones=STATE_TONES),
        Column("happened_on", "发生日期", "date", detail=True),
        Column("verified_on", "核实日期", "date", detail=True),
        Column("finding", "核实情况", "long", detail=True),
        Column("disposal", "处置", "choice", detail=True),
        Column("referred_to", "推送部门", detail=True),
        Column("disposed_on", "处置日期", "date", detail=True),
        Column("feedback", "部门反馈", "long", detail=True),
        Column("filed_on", "归档日期", "date", detail=True),
    ),
    filters=(
        Filter("level", "等级"), Filter("state", "进展"), Filter("cause", "预警情形"), Filter("mine", "我的", "mine", path="worker"),
        Filter("late", "已过核实期限", "late", path="due_on"), WHERE,
    ),
    search=(("head", "prefix"),), search_hint="户主姓名",
    form=RegisterForm(
        create=False,
        fields=(
            FormField("worker_id", "专人", "choice", required=False, choices=officers),
            FormField("verified_on", "核实日期", "date", required=False),
            FormField("finding", "核实情况", "long", required=False),
            FormField("disposal", "处置", "choice", required=False, choices=DISPOSALS),
            FormField("referred_to", "推送部门", required=False, hint="如：教育、人社、医保、住建、残联"),
            FormField("disposed_on", "处置日期", "date", required=False),
            FormField("feedback", "部门反馈", "long", required=False),
            FormField("filed_on", "归档日期", "date", required=False),
        ),
        permission=WATCH, save=late(f"{DOOR}:save_warning"),
    ),
)  # fmt: skip

WORKERS = Register(
    "case-workers", "专人跟进", source="low_income.Worker", permission=SEE, group=GROUP, icon="person-check", unit="户",
    title="head", order="-pk",
    intro="每个低收入家庭指定一名专人，定期走访；该家庭的预警派给专人。",
    empty="还没有指定专人。",
    columns=(
        Column("head", "家庭成员"),
        Column("area", "居住地", "area"),
        Column("worker", "专人", path="worker__name"),
        Column("since", "起", "date"),
        Column("visit_by", "下次走访", "date"),
        Column("until", "止", "date"),
        Column("note", "说明", detail=True),
    ),
    filters=(
        Filter("valid", "效力", "validity", path="until"), Filter("mine", "我的", "mine", path="worker"),
        Filter("late", "走访已过期", "late", path="visit_by"), WHERE,
    ),
    search=(("head", "prefix"),), search_hint="姓名",
    panels=(Panel("follow-ups", "走访", "held", ("on", "how", "found", "next_on")),),
    form=RegisterForm(
        fields=(
            FormField("head", "家庭成员姓名", readonly=True),
            FormField("identity", "身份证号", readonly=True, hint="按其中一名成员识别家庭"),
            FormField("worker_id", "专人", "choice", choices=officers),
            FormField("since", "起", "date"),
            FormField("visit_by", "下次走访", "date", required=False),
            FormField("until", "止", "date", required=False),
            FormField("note", "说明", required=False),
        ),
        permission=ASSIGN, save=late(f"{DOOR}:save_worker"),
    ),
)  # fmt: skip

FOLLOW_UPS = Register(
    "follow-ups", "跟进记录", source="low_income.FollowUp", permission=SEE, group=GROUP, icon="journal-text", unit="次",
    title="head", order="-pk",
    intro="专人每次走访、电话或来访的情况。",
    empty="还没有跟进记录。",
    columns=(
        Column("head", "家庭", path="held__head"),
        Column("area", "居住地", "area"),
        Column("worker", "专人", path="held__worker__name"),
        Column("on", "走访日期", "date"),
        Column("how", "方式", "choice"),
        Column("found", "了解到的情况", "long"),
        Column("next_on", "下次走访", "date"),
    ),
    filters=(Filter("how", "方式"), Filter("days", "走访日期", "dates", path="on"), WHERE),
    form=RegisterForm(
        fields=(
            FormField("held_id", "家庭", "choice", readonly=True, choices=households),
            FormField("on", "走访日期", "date", readonly=True),
            FormField("how", "方式", "choice", choices=(("home", "入户"), ("call", "电话"), ("office", "来访"))),
            FormField("found", "了解到的情况", "long"),
            FormField("next_on", "下次走访", "date", required=False),
        ),
        permission=FOLLOW, save=late(f"{DOOR}:save_follow_up"),
    ),
)  # fmt: skip

KINDS = (("edge", "低保边缘家庭"), ("rigid", "刚性支出困难家庭"), ("other", "其他低收入家庭"))
RECOGNISED = Register(
    "recognised", "低收入家庭", source="flow.Case", permission=SEE, group=GROUP, icon="people", unit="户", title="number",
    order="-pk", where=(("service", "low_income"), ("outcome", "granted")),
    intro="已认定的低保边缘、刚性支出困难和其他低收入家庭；有效期自决定之日起计算。",
    empty="还没有认定的低收入家庭。",
    columns=(
        Column("number", "案号", "code"),
        Column("applicant", "申请人", path="applicant__name"),
        Column("area", "居住地", "area"),
        Column("category", "类别", "choice", path="reckoning__results__category", choices=KINDS),
        Column("decided_on", "认定日期", "date"),
        Column("months", "有效期（月）", "number", path="reckoning__results__valid_for_months"),
        Column("single", "可单独申请低保", "flag", path="reckoning__results__single_dibao_open", detail=True),
    ),
    filters=(Filter("category", "类别", path="reckoning__results__category", choices=KINDS), WHERE),
)  # fmt: skip

MONITORED = Register(
    "monitored", "返贫监测名单", source="low_income.Monitored", permission=SEE, group=GROUP, icon="card-list", unit="人",
    title="name", order="-pk",
    intro="农业农村部门每季度提供的防止返贫监测对象；与低收入人口互相比对，没有享受救助的每晚生成预警。",
    empty="还没有返贫监测名单。可以导入农业农村部门的表格。",
    columns=(
        Column("name", "姓名"),
        Column("identity", "身份证号", "identity", path="id_number"),
        Column("area", "居住地", "area"),
        Column("kind", "类别", "choice"),
        Column("listed_on", "名单日期", "date"),
        Column("home", "本系统家庭", "code", path="household__number", blank="没有登记"),
        Column("cleared_on", "风险消除日期", "date"),
    ),
    filters=(Filter("valid", "效力", "validity", path="cleared_on"), Filter("kind", "类别"), WHERE),
    search=(("name", "prefix"),), search_hint="姓名",
    form=RegisterForm(
        fields=(
            FormField("name", "姓名", readonly=True),
            FormField("identity", "身份证号", readonly=True),
            FormField("area", "居住地", "area"),
            FormField("kind", "类别", "choice",
                      choices=(("unstable", "脱贫不稳定"), ("edge", "边缘易致贫"), ("sudden", "突发严重困难"))),
            FormField("listed_on", "名单日期", "date", readonly=True),
            FormField("cleared_on", "风险消除日期", "date", required=False),
        ),
        permission=WATCH, save=late(f"{DOOR}:save_monitored"),
    ),
    takes=Import(
        permission=WATCH, key=("identity", "listed_on"),
        headings={
            "identity": ("证件号码", "公民身份号码"), "area": ("所在村", "居住村", "村（社区）"), "kind": ("监测对象类别", "风险类别"),
            "listed_on": ("识别时间", "纳入时间"), "cleared_on": ("风险消除时间",),
        },
    ),
)  # fmt: skip

SCREENS = (ALERTS, WORKERS, FOLLOW_UPS, RECOGNISED, MONITORED)
