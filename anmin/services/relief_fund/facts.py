"""What 爱心救助专项基金 asks: what is still borne after every other help, and for which cause. Money is whole fen."""

from anmin.kernel.declare import HOUSEHOLD, choice, money, yes_no

PERSONS = (
    yes_no("receiving_tekun", "特困供养人员"),
    money("own_medical_after_aid", "医保、医疗救助、临时救助之后本人仍自付的医疗费用（前12个月）", ""),
)
HOME = (
    yes_no("receiving_dibao", "已是低保家庭", False, HOUSEHOLD),
    yes_no("receiving_edge", "已是低保边缘家庭", False, HOUSEHOLD),
    yes_no("receiving_rigid", "已是刚性支出困难家庭", False, HOUSEHOLD),
    yes_no("hardship_confirmed", "虽不是上列对象，经入户调查确认基本生活出现严重困难", False, HOUSEHOLD),
    choice(
        "fund_cause",
        "申请事由",
        {"illness": "大病自负数额较大", "sudden": "突发事件造成生活困难"},
        "illness",
        HOUSEHOLD,
    ),
    money("sudden_loss_left", "突发事件损失中保险、赔偿和政府救助之后仍由家庭承担的部分", "", HOUSEHOLD),
    yes_no("other_help_sought", "已先申请医保、医疗救助、临时救助等应享待遇", True, HOUSEHOLD),
    yes_no("same_cause_aided", "本年度同一事由已获本基金救助", False, HOUSEHOLD),
    money("fund_aid_before", "本年度已获本基金救助合计", "", HOUSEHOLD),
)

FACTS = PERSONS + HOME
