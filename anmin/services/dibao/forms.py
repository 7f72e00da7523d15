"""The forms that are filled in on a case, under either regime."""

from dataclasses import replace

from anmin.kernel.declare import Field, Form
from anmin.kernel.usual.declare import check_report, check_request, county_visit, difference_answer, dispute_answer

MATERIALS = (
    ("application", "申请书（表）"),
    ("identity", "身份证明（能共享查询的不得要求提供）"),
    ("declaration", "家庭收入财产声明和承诺书"),
    ("consent", "核对授权书（每名成年成员）"),
    ("kin", "近亲属关系声明"),
    ("disability", "残疾证"),
    ("illness", "诊断证明或病历"),
    ("study", "在校证明"),
    ("support", "离婚、抚养、赡养文书"),
    ("proxy", "委托书"),
)
NOT_ACCEPTED = (
    ("not_here", "不属于本地受理范围（户籍、居住证均不在本地）"),
    ("other_service", "申请事项不属于最低生活保障，已告知应向何处申请"),
    ("in_progress", "同一家庭已在其他地方申请或享受"),
    ("not_supplemented", "一次性告知后逾期未补正"),
)
LONGER = (
    ("dispute", "公示有异议"),
    ("elsewhere", "人户分离"),
    ("applied_elsewhere", "异地申办"),
    ("hard", "家庭经济状况调查难度较大"),
)

VISIT = Form(
    "visit", "入户调查",
    (
        Field("address", "调查地点"),
        Field("present", "在场家庭成员"),
        Field("housing", "居住状况", "choice", choices=(("good", "较好"), ("plain", "一般"), ("poor", "较差"), ("unsafe", "危房"))),
        Field("findings", "了解到的收入、财产和支出情况", "long"),
        Field("matches", "与申报是否一致", "choice", choices=(("yes", "一致"), ("no", "不一致"))),
        Field("neighbours", "邻里访问情况", "long", required=False),
    ),
    roles=("R4",), states=("investigating",), signers=2, cite="民发〔2021〕57号 第十六条",
)  # fmt: skip
MEETING = Form(
    "review_meeting", "民主评议",
    (
        Field("held_at", "地点"),
        Field("people", "参加人数", "number"),
        Field("delegates", "其中村（居）民代表人数", "number", hint="不得少于参加人数的三分之二"),
        Field("conclusion", "结论", "choice", choices=(("agree", "情况属实"), ("doubt", "有疑问"))),
        Field("record", "评议记录", "long"),
    ),
    roles=("R4",), states=("reviewing", "investigating"), signers=2, cite="民发〔2012〕220号 第十八条",
)  # fmt: skip

FORMS_2021 = (
    VISIT,
    check_request("民发〔2021〕57号 第十七条"),
    check_report("民发〔2021〕57号 第十七条"),
    difference_answer("民发〔2021〕57号 第十八条"),
    dispute_answer("民发〔2021〕57号 第十九条"),
    replace(MEETING, states=("investigating",)),
    county_visit("民发〔2021〕57号 第二十条"),
)
FORMS_2012 = (
    replace(VISIT, cite="民发〔2012〕220号 第十五条"),
    check_request("民发〔2012〕220号 第十三条"),
    check_report("民发〔2012〕220号 第十三条"),
    difference_answer("民发〔2012〕220号 第十三条"),
    replace(MEETING, states=("reviewing",)),
    dispute_answer("民发〔2012〕220号 第二十五条"),
    county_visit("民发〔2012〕220号 第二十二条"),
)
