"""What the recognition of low-income families asks beside what 低保 asks: necessary spending of the last twelve months.

Money is whole fen; each amount is the total of the twelve months before the application, by receipts.
"""

from anmin.kernel.declare import HOUSEHOLD, choice, money, yes_no
from anmin.kernel.usual.declare import STUDY

SPENDING = (
    choice("study", "在学情况", STUDY, "none"),
    yes_no("receiving_tekun", "特困供养人员"),
    money("medical_bills_year", "医疗费用总额（前12个月，凭票据）", "year"),
    money("medical_reimbursed_year", "其中医保、大病、医疗救助、补充和商业保险已报销（前12个月）", "year"),
    money("tuition_year", "保育教育费、学费、住宿费（学前至本科，前12个月）", "year"),
    money("public_tuition_year", "就读地同类公办学校同期收费标准（0 表示就读公办学校）", "year"),
    money("rehab_paid_year", "残疾康复训练、辅助器具费用（前12个月）", "year"),
    money("rehab_subsidy_year", "其中康复救助等补贴（前12个月）", "year"),
    money("other_rigid_year", "县级以上规定的其他必需支出（前12个月）", "year"),
)
AT_HOME = (
    yes_no("receiving_dibao", "已是低保家庭", False, HOUSEHOLD),
    money("living_cost_year", "家庭基本生活支出（前12个月）", "year", HOUSEHOLD),
)

FACTS = SPENDING + AT_HOME
