"""What the allowances for children ask: the state of each child's father and mother, and what is received already."""

from anmin.kernel.declare import HOUSEHOLD, Fact, choice, money, yes_no
from anmin.kernel.usual.declare import DISABILITY, STUDY

PARENT = {
    "normal": "能够履行抚养责任",
    "disability": "残疾（按类别和等级认定）",
    "serious_illness": "重病（当地病种）",
    "prison": "服刑在押",
    "drug_rehab": "强制隔离戒毒",
    "restricted": "被执行其他限制人身自由的措施",
    "lost_contact": "失联",
    "revoked": "被撤销监护资格",
    "deported": "被遣送（驱逐）出境",
    "dead": "死亡（自然死亡或宣告死亡）",
    "missing": "宣告失踪",
    "not_found": "查找不到",
}

CHILD = (
    Fact("age", "周岁年龄", "year", high=130, question="核算当日满多少周岁？"),
    Fact("age_month_end", "本月末周岁年龄（系统按出生日期推算；0 为按核算日）", "year", default=0, high=130),
    Fact("age_month_before", "上月末周岁年龄（系统按出生日期推算；0 为按核算日）", "year", default=0, high=130),
    choice("study", "在学情况", STUDY, "none"),
    yes_no("own_hukou_here", "本人户籍在本地", True),
    yes_no("adopted", "已被依法收养"),
    yes_no("in_child_institution", "由儿童福利机构养育"),
    choice("disability_kind", "残疾类别（残疾证）", DISABILITY, "none"),
    Fact("disability_grade", "残疾等级（1 最重至 4；0 为无）", "count", default=0, high=4),
    yes_no("serious_illness", "患当地认定的重特大疾病"),
)


def parent(who: str, word: str) -> tuple[Fact, ...]:
    """The facts of one parent."""
    return (
        choice(f"{who}_state", f"{word}的情形", PARENT, "normal"),
        choice(f"{who}_disability_kind", f"{word}的残疾类别", DISABILITY, "none"),
        Fact(f"{who}_disability_grade", f"{word}的残疾等级（1 最重至 4；0 为无）", "count", default=0, high=4),
        Fact(
            f"{who}_state_months", f"{word}该情形的期限或已持续月数（服刑、戒毒、限制人身自由、失联）", "month", default=0,
            high=600,
        ),
        yes_no(f"{who}_lost_verified", f"{word}失联已由公安或乡镇（街道）核实"),
    )  # fmt: skip


RECEIVED = (
    yes_no("receiving_tekun", "特困供养人员"),
    money("tekun_amount_month", "特困供养金（每月）"),
    money("disability_living_subsidy_month", "困难残疾人生活补贴（每月，不计入）"),
    yes_no("counted_in_dibao", "本人计入低保保障人口", True),
)
AT_HOME = (
    choice("urban_rural", "适用城市还是农村标准", {"urban": "城市", "rural": "农村"}, "urban", HOUSEHOLD),
    yes_no("receiving_dibao", "已是低保家庭", False, HOUSEHOLD),
    money("dibao_amount_month", "现领低保金每月", "month", HOUSEHOLD),
    Fact("dibao_persons", "低保保障人数（0 为全部家庭成员）", "person", level=HOUSEHOLD, default=0, high=50),
    yes_no("receiving_edge", "已是低保边缘家庭", False, HOUSEHOLD),
)
FACTS = CHILD + parent("father", "父亲") + parent("mother", "母亲") + RECEIVED + AT_HOME
