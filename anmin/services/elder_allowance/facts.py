"""What 高龄津贴 asks. Ages come from the register; the two ages at the ends of months decide the turning month."""

from anmin.kernel.declare import HOUSEHOLD, Fact, choice, money, yes_no

AGES = (
    Fact("age", "周岁年龄", "year", high=130, question="核算当日满多少周岁？"),
    Fact("age_month_end", "本月末周岁年龄（系统按出生日期推算；0 为按核算日）", "year", default=0, high=130),
    Fact("age_month_before", "上月末周岁年龄（系统按出生日期推算；0 为按核算日）", "year", default=0, high=130),
)
PERSONS = (
    yes_no("own_hukou_here", "本人户籍在本地", True),
    yes_no("elder_allowance_elsewhere", "已在其他地方领取高龄津贴"),
    yes_no("survival_unverified", "生存认证逾期未通过"),
    yes_no("receiving_tekun", "特困供养人员"),
    money("pension_month", "离退休金、职工基本养老金（每月）"),
)
AT_HOME = (
    choice("urban_rural", "适用城市还是农村标准", {"urban": "城市", "rural": "农村"}, "urban", HOUSEHOLD),
    yes_no("receiving_dibao", "已是低保家庭", False, HOUSEHOLD),
    yes_no("receiving_edge", "已是低保边缘家庭", False, HOUSEHOLD),
)
FACTS = AGES + PERSONS + AT_HOME
