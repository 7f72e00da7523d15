"""The townships' reserves with their lines, and every help given."""

from anmin.kernel.declare import Column, Filter, FormField, ForWhom, Panel, Permission, Register, RegisterForm, late
from anmin.services.emergency_aid.facts import CAUSES, KINDS

SEE = Permission("emergency_aid.see", "查看临时救助台账和备用金", ("R3", "R4", "R5", "R6", "R7", "R9", "R10"))
KEEP = Permission("emergency_aid.keep", "设立乡镇备用金", ("R6",))
BOOK = Permission("emergency_aid.book", "登记备用金收支", ("R4", "R6", "R9"))
GROUP = "临时救助"
WHERE = Filter("area", "区划", "area")
DOOR = "anmin.services.emergency_aid.register"
reserves = ForWhom(late(f"{DOOR}:reserves"))


def needs_refill(refill_at: object, balance: object) -> str:
    """Words for a balance beside its line."""
    return "低于补充线，请补充" if int(balance) < int(refill_at) else "充足"  # type: ignore[call-overload]


RESERVES = Register(
    "aid-reserves", "乡镇备用金", source="emergency_aid.Reserve", permission=SEE, group=GROUP, icon="piggy-bank", unit="个",
    title="area", order="-pk",
    intro="先行救助从备用金支出。上限为低保月标准的若干倍；余额由数据库按流水自动计算，不能为负，不能超过上限。",
    empty="还没有设立备用金。由县级民政部门按乡镇设立。",
    columns=(
        Column("area", "乡镇（街道）", "area"),
        Column("balance", "余额", "money"),
        Column("cap", "上限", "money"),
        Column("refill_at", "补充线", "money"),
        Column("refill", "是否补充", "told", path="refill_at", beside="balance", tell=needs_refill),
        Column("keeper", "保管人"),
        Column("reckoned", "上限的依据", detail=True),
    ),
    filters=(WHERE,),
    panels=(Panel("aid-reserve-entries", "流水", "reserve", ("on", "kind", "amount", "balance_after", "case_number")),),
    form=RegisterForm(
        fields=(FormField("area", "乡镇（街道）", "area", readonly=True), FormField("keeper", "保管人")),
        permission=KEEP, save=late(f"{DOOR}:save_reserve"), hint="上限和补充线按当地公布的倍数自动计算。",
    ),
)  # fmt: skip

ENTRIES = Register(
    "aid-reserve-entries", "备用金流水", source="emergency_aid.ReserveEntry", permission=SEE, group=GROUP, icon="journal-text",
    unit="笔", title="on", order="-pk",
    intro="拨入、支出、支出退回、缴回和核销后补足。每笔两人签字，登记后不能修改；登记错的另记一笔冲正。",
    empty="还没有流水。",
    columns=(
        Column("on", "日期", "date"),
        Column("area", "乡镇（街道）", "area"),
        Column("kind", "种类", "tag", tones={"in": "good", "out": "due", "back": "quiet", "refund": "quiet", "settled": "good"}),
        Column("amount", "金额", "money"),
        Column("balance_after", "余额", "money"),
        Column("case_number", "案号", "code"),
        Column("receiver", "领取人", detail=True),
        Column("paid_by", "经手人"),
        Column("seen_by", "复核人"),
        Column("note", "说明", "long", detail=True),
    ),
    filters=(Filter("kind", "种类"), Filter("days", "日期", "dates", path="on"), WHERE),
    form=RegisterForm(
        change=False,
        fields=(
            FormField("reserve_id", "备用金", "choice", choices=reserves),
            FormField("kind", "种类", "choice",
                      choices=(("in", "拨入"), ("out", "支出"), ("settled", "核销后补足"),
                               ("refund", "支出退回"), ("back", "缴回县级"))),
            FormField("amount", "金额", "money"),
            FormField("on", "日期", "date"),
            FormField("case_number", "案号", required=False, hint="支出时填写先行救助的案号"),
            FormField("receiver", "领取人", required=False),
            FormField("paid_by", "经手人"),
            FormField("seen_by", "复核人"),
            FormField("note", "说明", "long", required=False),
        ),
        permission=BOOK, save=late(f"{DOOR}:save_entry"),
    ),
)  # fmt: skip

AIDS = Register(
    "aids", "临时救助台账", source="emergency_aid.Aid", permission=SEE, group=GROUP, icon="lifebuoy", unit="次", title="head",
    order="-pk",
    intro="每次批准自动登记。同一家庭、同一原因、同一年度按当地规定的次数，由数据库保证不重复。",
    empty="还没有临时救助。",
    columns=(
        Column("head", "申请人"),
        Column("area", "居住地", "area"),
        Column("kind", "类型", "choice", choices=tuple(KINDS.items())),
        Column("cause", "原因", "choice", choices=tuple(CAUSES.items())),
        Column("amount", "金额", "money"),
        Column("decided_on", "审批日期", "date"),
        Column("decided_by", "审批", "choice"),
        Column("helped_first", "先行救助", "flag"),
        Column("case", "案号", "code", path="case__number", detail=True),
        Column("first_on", "先行救助日期", "date", detail=True),
        Column("papers_on", "补齐手续日期", "date", detail=True),
        Column("papers_late", "补办逾期", "flag", detail=True),
        Column("persons", "受助人数", "number", detail=True),
        Column("resident", "本地户籍", "flag", detail=True),
        Column("year", "年度", "number", detail=True),
        Column("place", "本年同因第几次", "number", detail=True),
        Column("by_meeting", "一事一议", "flag", detail=True),
    ),
    filters=(
        Filter("kind", "类型"), Filter("cause", "原因"), Filter("first", "先行救助", "flag", path="helped_first"),
        Filter("late", "补办逾期", "flag", path="papers_late"), Filter("days", "审批日期", "dates", path="decided_on"), WHERE,
    ),
    search=(("head", "prefix"),), search_hint="申请人姓名",
)  # fmt: skip

SCREENS = (AIDS, RESERVES, ENTRIES)
