"""What 价格临时补贴 asks: which groups a person belongs to in the month. Nothing is applied for; offices know the groups."""

from anmin.kernel.declare import HOUSEHOLD, choice, yes_no

GROUPS = (
    yes_no("covered_by_dibao", "在低保保障人口内（本户不是低保家庭的不看此项）", True),
    yes_no("receiving_tekun", "特困供养人员"),
    yes_no("receiving_orphan", "已享受孤儿基本生活费"),
    yes_no("receiving_unsupported_child", "已享受事实无人抚养儿童基本生活补贴"),
    yes_no("hiv_child", "艾滋病病毒感染儿童"),
    yes_no("receiving_veterans", "享受国家定期抚恤补助的优抚对象"),
    yes_no("receiving_unemployment_benefit", "领取失业保险金人员"),
    yes_no("receiving_unemployment_subsidy", "领取失业补助金人员"),
)

HOME = (
    choice("urban_rural", "适用城市还是农村标准", {"urban": "城市", "rural": "农村"}, "urban", HOUSEHOLD),
    yes_no("receiving_dibao", "已是低保家庭", False, HOUSEHOLD),
    yes_no("receiving_edge", "已是低保边缘家庭", False, HOUSEHOLD),
)

FACTS = GROUPS + HOME
