"""What 临时救助 asks: which kind of hardship, its cause and degree, whether it was helped before. Money is whole fen."""

from anmin.kernel.declare import HOUSEHOLD, Fact, choice, money, yes_no

KINDS = {"urgent": "急难型", "spending": "支出型"}
CAUSES = {
    "fire": "火灾",
    "accident": "交通事故等意外事件",
    "illness": "家庭成员突发重大疾病",
    "disaster": "遭遇自然灾害（灾害救助之后仍有困难）",
    "death": "家庭主要劳动力死亡或失联",
    "medical": "医疗自付费用过高",
    "education": "教育费用过高",
    "other": "其他特殊困难",
}
LEVELS = {"light": "较轻", "medium": "较重", "heavy": "严重"}

FACTS = (
    yes_no("receiving_tekun", "特困供养人员"),
    yes_no("aid_for_person", "此人是受助对象（以个人为单位申请时勾选）"),
    choice("aid_kind", "临时救助类型", KINDS, "spending", HOUSEHOLD),
    choice("aid_cause", "困难原因", CAUSES, "other", HOUSEHOLD),
    choice("aid_level", "困难程度（由调查人员判断）", LEVELS, "light", HOUSEHOLD),
    choice("aid_unit", "申请单位", {"household": "家庭", "person": "个人"}, "household", HOUSEHOLD),
    yes_no("happened_here", "急难发生在本地", True, HOUSEHOLD),
    yes_no("hardship_lasts", "其他救助制度暂时不能覆盖或救助之后基本生活仍有严重困难", True, HOUSEHOLD),
    Fact("same_cause_this_year", "本年度因同一原因已救助的次数", "count", level=HOUSEHOLD, default=0, high=50),
    Fact("aids_this_year", "本年度已救助的次数（不论原因）", "count", level=HOUSEHOLD, default=0, high=50),
    yes_no("decided_together", "重大生活困难，已由县级协调机制一事一议", False, HOUSEHOLD),
    money("aid_decided_together", "一事一议确定的救助金额", "", HOUSEHOLD),
    money("given_first", "先行救助已给付的款物（折款）", "", HOUSEHOLD),
    yes_no("receiving_dibao", "已是低保家庭", False, HOUSEHOLD),
)  # fmt: skip
