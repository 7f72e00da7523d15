"""What 特困人员救助供养 asks. Income and property are asked as 低保 asks them; money is whole fen.

Of several obligors the one most able to perform the duty is described: who has no able obligor has none at all.
"""

from anmin.kernel.declare import HOUSEHOLD, Fact, choice, money, yes_no
from anmin.kernel.usual.declare import DISABILITY, STUDY

OBLIGOR = {
    "able": "有义务人，不属以下情形",
    "none": "没有法定赡养、抚养、扶养义务人",
    "tekun": "义务人是特困人员",
    "dibao": "义务人是最低生活保障对象",
    "incapable": "义务人无民事行为能力",
    "missing": "义务人被宣告失踪",
    "prison": "义务人在监狱服刑",
    "province": "属省级规定的其他无履行能力情形",
}
CARE_GRADES = {
    "none": "未作评估",
    "self": "具备生活自理能力",
    "partial": "部分丧失生活自理能力",
    "full": "完全丧失生活自理能力",
}
FORMS = {"centre": "集中供养", "home": "分散供养"}

PERSON_FACTS = (
    Fact("age", "周岁年龄", "year", high=130, question="核算当日满多少周岁？"),
    choice("study", "在学情况", STUDY, "none"),
    choice("disability_kind", "残疾类别（残疾证）", DISABILITY, "none"),
    Fact("disability_grade", "残疾等级（1 最重至 4；0 为无）", "count", default=0, high=4),
    yes_no("other_no_capacity", "属省级规定的其他无劳动能力情形"),
    yes_no("receiving_tekun", "特困供养人员"),
    yes_no("receiving_orphan", "已享受孤儿基本生活费"),
    yes_no("receiving_unsupported_child", "已享受事实无人抚养儿童基本生活补贴"),
    yes_no("declares_tekun", "本人（或监护人）书面声明申请特困供养并授权核对", True),
)
OBLIGORS = (
    choice("obligor", "法定赡养、抚养、扶养义务人（有几人的填履行能力最强的一人）", OBLIGOR, "able"),
    Fact("obligor_age", "该义务人的周岁年龄", "year", default=40, high=130),
    choice("obligor_disability_kind", "该义务人的残疾类别", DISABILITY, "none"),
    Fact("obligor_disability_grade", "该义务人的残疾等级（1 最重至 4；0 为无）", "count", default=0, high=4),
    money("obligor_income_year", "该义务人本人收入（全年）", "year", default=10_000_000_000),
    yes_no("obligor_property_ok", "该义务人财产符合当地规定（70岁以上、残疾的按低收入家庭，其他按特困人员）"),
)
SELF_CARE = (
    choice("care_grade", "生活自理能力评估结论（已有结论的填）", CARE_GRADES, "none"),
    yes_no("can_eat", "能自主吃饭", True),
    yes_no("can_dress", "能自主穿衣", True),
    yes_no("can_get_up", "能自主上下床", True),
    yes_no("can_toilet", "能自主如厕", True),
    yes_no("can_walk", "能自主室内行走", True),
    yes_no("can_bathe", "能自主洗澡", True),
)
SUPPORT = (
    choice("support_form", "供养形式", FORMS, "home"),
    yes_no("funeral_due", "本人已死亡，核定丧葬费"),
)
HOUSEHOLD_FACTS = (
    choice("urban_rural", "适用城市还是农村标准", {"urban": "城市", "rural": "农村"}, "urban", HOUSEHOLD),
    yes_no("receiving_dibao", "已是低保家庭", False, HOUSEHOLD),
    yes_no("contract_land", "拥有承包土地或参加农村集体经济收益分配", False, HOUSEHOLD),
)

FACTS = PERSON_FACTS + OBLIGORS + SELF_CARE + SUPPORT + HOUSEHOLD_FACTS
