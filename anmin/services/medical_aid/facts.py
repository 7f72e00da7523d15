"""What 医疗救助 asks about a household and its persons. Money is whole fen; a claim is one settlement of one person.

Class of person is not asked: it follows from what other programmes have decided.
"""

from anmin.kernel.declare import HOUSEHOLD, Fact, choice, money, yes_no

STANDING = (
    yes_no("receiving_tekun", "特困供养人员"),
    yes_no("covered_by_dibao", "在低保保障人口内（本户不是低保家庭的不看此项）", True),
    yes_no("receiving_orphan", "已享受孤儿基本生活费"),
    yes_no("receiving_unsupported_child", "已享受事实无人抚养儿童基本生活补贴"),
    yes_no("illness_poor_recognised", "已认定为因病致贫重病患者"),
    Fact(
        "months_since_illness_poor", "认定因病致贫重病患者后的第几个月", "month", default=0, high=600,
        counted="认定因病致贫重病患者的日期", counts_from=1, counts_with="illness_poor_recognised",
    ),
    yes_no("other_special_hardship", "县级以上人民政府规定的其他特殊困难人员"),
    choice(
        "insurance", "参加的基本医疗保险",
        {"resident": "城乡居民基本医疗保险", "employee": "职工基本医疗保险", "none": "未参保"}, "resident",
    ),
)  # fmt: skip

CLAIM = (
    money("medical_cost_total", "本次医疗总费用", ""),
    money("medical_cost_in_scope", "其中政策范围内费用", ""),
    yes_no("settled_by_basic", "本次费用已经基本医疗保险结算（含大病保险）", True),
    money("paid_basic", "基本医疗保险支付", ""),
    money("paid_serious", "大病保险支付", ""),
    money("paid_supplementary", "其他补充医疗保险支付", ""),
    money("paid_by_third", "依法应由第三人、工伤保险或公共卫生负担的部分", ""),
    money("paid_by_emergency_aid", "同一费用已获临时救助的金额", ""),
    yes_no("proper_referral", "规范转诊且在省域内就医", True),
    money("own_cost_before", "本年度此前各次政策范围内个人自付合计（救助前）", ""),
    money("aid_before", "本年度此前已获医疗救助合计（不含倾斜救助）", ""),
    money("second_aid_before", "本年度此前已获倾斜救助合计", ""),
    money("own_medical_12_months", "前12个月本人自付医疗费用合计（因病致贫认定用）", ""),
)

HOME = (
    choice("urban_rural", "适用城市还是农村标准", {"urban": "城市", "rural": "农村"}, "urban", HOUSEHOLD),
    yes_no("receiving_dibao", "已是低保家庭", False, HOUSEHOLD),
    yes_no("receiving_edge", "已是低保边缘家庭", False, HOUSEHOLD),
    yes_no("watched_for_poverty", "纳入监测范围的农村易返贫致贫户", False, HOUSEHOLD),
)

FACTS = STANDING + CLAIM + HOME
