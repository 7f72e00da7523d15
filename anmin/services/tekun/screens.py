"""The registers of people in support, in the order in which a township keeps them."""

from anmin.kernel.declare import Column, Filter, FormField, Import, Permission, Register, RegisterForm, late
from anmin.services.tekun.facts import CARE_GRADES

SEE = Permission("tekun.see", "查看特困供养台账", ("R2", "R3", "R4", "R5", "R6", "R7", "R10"))
EDIT = Permission("tekun.edit", "登记特困供养台账", ("R4", "R6"))
VISITS = Permission("tekun.visit", "登记特困人员走访", ("R2", "R4", "R6"))
END = Permission("tekun.end", "登记终止特困供养", ("R6", "R7"))
GROUP = "特困供养"
GRADES = tuple((code, label) for code, label in CARE_GRADES.items() if code != "none")
WHO = (
    FormField("name", "姓名", readonly=True),
    FormField("identity", "身份证号", readonly=True, hint="按身份证号和姓名识别人员，须正在享受特困供养"),
)
PERSON = (
    Column("name", "姓名"),
    Column("identity", "身份证号", "identity", path="id_number"),
    Column("area", "居住地", "area"),
)
WHERE = Filter("area", "居住地", "area")
FOUND = {
    "search": (("name", "prefix"),),
    "search_hint": "姓名",
    "title": "name",
    "order": "-pk",
    "unit": "条",
    "group": GROUP,
}
HEADINGS = {"name": ("特困人员姓名", "对象姓名"), "identity": ("证件号码", "公民身份号码", "身份证号码")}
DOOR = "anmin.services.tekun.register"

AGREEMENTS = Register(
    "tekun-agreements", "供养协议", source="tekun.Agreement", permission=SEE, icon="file-earmark-text",
    intro="入院协议（三方）、委托照料服务协议、监护协议。每人同时只有一份照料或入院协议。",
    empty="还没有供养协议。分散供养的，由乡镇与照料服务人签订委托照料服务协议后登记。",
    columns=(
        *PERSON,
        Column("kind", "协议", "choice"),
        Column("carer", "照料人、监护人或机构"),
        Column("relation", "与本人关系", detail=True),
        Column("care_grade", "自理能力", "tag", tones={"full": "bad", "partial": "due", "self": "good"}),
        Column("disabled", "残疾人", "flag", detail=True),
        Column("fee_month", "照料费（月）", "money", detail=True),
        Column("duties", "照料内容", "long", detail=True),
        Column("signed_on", "签订日期", "date"),
        Column("until", "终止日期", "date"),
        Column("end_reason", "终止原因", detail=True),
    ),
    filters=(Filter("valid", "效力", "validity", path="until"), Filter("kind", "协议"), Filter("care_grade", "自理能力"), WHERE),
    form=RegisterForm(
        fields=(
            *WHO,
            FormField("kind", "协议", "choice", readonly=True, choices=(
                ("home", "委托照料服务协议（分散供养）"), ("centre", "入院协议（集中供养）"), ("guardian", "监护协议（责任书）"))),
            FormField("carer", "照料人、监护人或供养机构"),
            FormField("relation", "与本人关系", required=False),
            FormField("care_grade", "自理能力", "choice", choices=GRADES),
            FormField("disabled", "本人是残疾人", "bool", required=False),
            FormField("fee_month", "照料费（月）", "money"),
            FormField("duties", "照料内容", "long", required=False),
            FormField("signed_on", "签订日期", "date", readonly=True),
            FormField("until", "终止日期", "date", required=False),
            FormField("end_reason", "终止原因", required=False),
        ),
        permission=EDIT, save=late(f"{DOOR}:save_agreement"),
    ),
    takes=Import(
        permission=EDIT, key=("identity", "kind", "signed_on"),
        headings=HEADINGS | {"carer": ("照料服务人", "照料人姓名", "监护人姓名", "机构名称"), "signed_on": ("签约日期",)},
    ),
    **FOUND,
)  # fmt: skip

TEKUN_VISITS = Register(
    "tekun-visits", "特困走访", source="tekun.Visit", permission=SEE, icon="house-heart",
    intro="分散供养的照料服务每月检查一次；散居特困人员每季度走访一次。",
    empty="还没有走访记录。",
    columns=(
        *PERSON,
        Column("kind", "走访", "choice"),
        Column("visited_on", "走访日期", "date"),
        Column("well", "情况", "tag", tones={"good": "good", "care": "bad", "change": "due", "absent": "due"}),
        Column("visitor", "走访人"),
        Column("found", "走访情况", "long", detail=True),
        Column("place", "照片和定位编号", detail=True),
    ),
    filters=(Filter("kind", "走访"), Filter("well", "情况"), Filter("visited", "走访日期", "dates", path="visited_on"), WHERE),
    form=RegisterForm(
        fields=(
            *WHO,
            FormField("kind", "走访", "choice", choices=(("care", "照料服务检查（每月）"), ("quarter", "季度走访"))),
            FormField("visited_on", "走访日期", "date"),
            FormField("visitor", "走访人"),
            FormField("well", "情况", "choice",
                      choices=(("good", "正常"), ("care", "照料不到位"), ("change", "情况有变化"), ("absent", "未见到本人"))),
            FormField("found", "走访情况", "long", required=False),
            FormField("place", "照片和定位编号", required=False),
        ),
        permission=VISITS, save=late(f"{DOOR}:save_visit"),
    ),
    **FOUND,
)  # fmt: skip

ASSESSMENTS = Register(
    "tekun-assessments", "自理能力复评", source="tekun.Assessment", permission=SEE, icon="clipboard2-pulse",
    intro="生活自理能力变化的，自报告之日起10个工作日内重新评估（民发〔2021〕43号第二十三条）。结论按六项指标得出。",
    empty="还没有复评。",
    columns=(
        *PERSON,
        Column("reported_on", "报告变化", "date"),
        Column("due_on", "评估期限", "date"),
        Column("assessed_on", "评估日期", "date", blank="待评估"),
        Column("failed", "不能自主项数", "number"),
        Column("grade", "评估结论", "tag", tones={"full": "bad", "partial": "due", "self": "good"}),
        *(Column(name, f"能自主{label}", "flag", detail=True) for name, label in (
            ("can_eat", "吃饭"), ("can_dress", "穿衣"), ("can_get_up", "上下床"), ("can_toilet", "如厕"),
            ("can_walk", "室内行走"), ("can_bathe", "洗澡"))),
        Column("assessor", "评估人", detail=True),
        Column("note", "说明", "long", detail=True),
    ),
    filters=(Filter("late", "已过期限", "late", path="due_on"), Filter("grade", "评估结论"), WHERE),
    form=RegisterForm(
        fields=(
            *WHO,
            FormField("reported_on", "报告变化日期", "date", readonly=True),
            FormField("assessed_on", "评估日期", "date", required=False),
            *(FormField(name, f"能自主{label}", "bool", required=False) for name, label in (
                ("can_eat", "吃饭"), ("can_dress", "穿衣"), ("can_get_up", "上下床"), ("can_toilet", "如厕"),
                ("can_walk", "室内行走"), ("can_bathe", "洗澡"))),
            FormField("assessor", "评估人", required=False),
            FormField("note", "说明", "long", required=False),
        ),
        permission=EDIT, save=late(f"{DOOR}:save_assessment"),
    ),
    **FOUND,
)  # fmt: skip

CLAIMS = Register(
    "tekun-claims", "住院护理理赔", source="tekun.HospitalClaim", permission=SEE, icon="hospital",
    intro="失能、住院护理保险：入院报案，出院后申请理赔，到账后登记。没有投保的，登记护理人员和天数。",
    empty="还没有住院护理记录。",
    columns=(
        *PERSON,
        Column("hospital", "医院"),
        Column("admitted_on", "入院日期", "date"),
        Column("discharged_on", "出院日期", "date"),
        Column("days", "护理天数", "number"),
        Column("asked", "申请金额", "money"),
        Column("paid", "理赔金额", "money"),
        Column("state", "进展", "tag", tones={"reported": "due", "filed": "due", "paid": "good", "refused": "bad"}),
        Column("policy", "保单号", "code", detail=True),
        Column("carer", "护理人员", detail=True),
        Column("paid_on", "到账日期", "date", detail=True),
        Column("note", "说明", "long", detail=True),
    ),
    filters=(Filter("state", "进展"), Filter("admitted", "入院日期", "dates", path="admitted_on"), WHERE),
    form=RegisterForm(
        fields=(
            *WHO,
            FormField("policy", "保单号", required=False),
            FormField("hospital", "医院"),
            FormField("admitted_on", "入院日期", "date", readonly=True),
            FormField("discharged_on", "出院日期", "date", required=False),
            FormField("carer", "护理人员", required=False),
            FormField("days", "护理天数", "number", required=False),
            FormField("asked", "申请金额", "money", required=False),
            FormField("paid", "理赔金额", "money", required=False),
            FormField("paid_on", "到账日期", "date", required=False),
            FormField("state", "进展", "choice",
                      choices=(("reported", "已报案"), ("filed", "已申请理赔"), ("paid", "已理赔"), ("refused", "拒赔"))),
            FormField("note", "说明", "long", required=False),
        ),
        permission=EDIT, save=late(f"{DOOR}:save_claim"),
    ),
    takes=Import(permission=EDIT, key=("identity", "admitted_on"), headings=HEADINGS | {
        "hospital": ("医院名称",), "paid": ("赔付金额",), "days": ("天数", "住院天数")}),
    **FOUND,
)  # fmt: skip

FUNERALS = Register(
    "tekun-funerals", "特困丧葬费", source="tekun.Funeral", permission=SEE, icon="flower2",
    intro="特困人员死亡当月的基本生活标准乘以当地规定的月数；每人一次。",
    empty="还没有丧葬费记录。",
    columns=(
        *PERSON,
        Column("died_on", "死亡日期", "date"),
        Column("support_form", "供养形式", "choice"),
        Column("months", "月数", "number"),
        Column("amount", "丧葬费", "money"),
        Column("payee", "领取人"),
        Column("paid_on", "发放日期", "date", blank="未发放"),
        Column("reckoned", "计算说明", detail=True),
    ),
    filters=(Filter("died", "死亡日期", "dates", path="died_on"), WHERE),
    form=RegisterForm(
        fields=(
            *WHO,
            FormField("died_on", "死亡日期", "date", readonly=True),
            FormField("support_form", "供养形式", "choice", readonly=True, choices=(("centre", "集中供养"), ("home", "分散供养"))),
            FormField("payee", "领取人（供养机构或经办人）"),
            FormField("paid_on", "发放日期", "date", required=False),
        ),
        permission=EDIT, save=late(f"{DOOR}:save_funeral"),
    ),
    **FOUND,
)  # fmt: skip

TERMINATIONS = Register(
    "tekun-terminations", "终止供养", source="tekun.Termination", permission=SEE, icon="slash-circle",
    intro="查明终止情形后公示7日，期满决定，自决定的次月起停发，书面告知并查明是否转入低保或临时救助"
    "（民发〔2021〕43号第二十四至二十七条）。",
    empty="还没有终止供养的记录。",
    columns=(
        *PERSON,
        Column("ground", "终止情形", "choice"),
        Column("state", "进展", "tag", tones={"noticed": "due", "disputed": "bad", "decided": "good", "dropped": "quiet"}),
        Column("noticed_on", "公示日期", "date"),
        Column("notice_until", "公示期满", "date"),
        Column("decided_on", "决定日期", "date"),
        Column("stops_from", "停发月", "month"),
        Column("facts", "查明的情况", "long", detail=True),
        Column("disputed_on", "异议日期", "date", detail=True),
        Column("dispute_due_on", "重新调查期限", "date", detail=True),
        Column("paper", "终止决定书", detail=True, blank="没有本系统的案件，请另行制作"),
        Column("told_on", "书面告知日期", "date", detail=True),
        Column("screened", "转入其他救助", "choice", detail=True),
    ),
    filters=(Filter("state", "进展"), Filter("ground", "终止情形"), WHERE),
    form=RegisterForm(
        fields=(
            *WHO,
            FormField("ground", "终止情形", "choice", choices=(
                ("died", "死亡、被宣告失踪或宣告死亡"), ("able", "恢复劳动能力"), ("prison", "依法被判处刑罚且在监狱服刑"),
                ("means", "收入和财产不再符合规定"), ("obligor", "义务人有了履行能力或新增有能力的义务人"), ("own_wish", "自愿申请退出"))),
            FormField("facts", "查明的情况", "long"),
            FormField("noticed_on", "公示日期", "date", required=False, hint="张贴之日；死亡的不公示"),
            FormField("disputed_on", "异议日期", "date", required=False),
            FormField("state", "进展", "choice", choices=(
                ("noticed", "公示中"), ("disputed", "有异议，重新调查"), ("decided", "已决定终止"), ("dropped", "经查继续供养"))),
            FormField("decided_on", "决定日期", "date", required=False),
            FormField("screened", "转入其他救助", "choice", required=False, choices=(
                ("dibao", "转办最低生活保障"), ("emergency_aid", "转办临时救助"), ("none", "经查不需要或不符合"))),
            FormField("told_on", "书面告知日期", "date", required=False),
        ),
        permission=END, save=late(f"{DOOR}:save_termination"),
    ),
    **FOUND,
)  # fmt: skip

SCREENS = (AGREEMENTS, TEKUN_VISITS, ASSESSMENTS, CLAIMS, FUNERALS, TERMINATIONS)
