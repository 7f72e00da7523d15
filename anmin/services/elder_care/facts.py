"""What the care benefits for the elderly ask: all 26 items of GB/T 42195-2022, what surrounds them, and money.

Higher is better. An item's highest score is its default, so that only members who were assessed need answers.
"""

from anmin.kernel.declare import HOUSEHOLD, Fact, choice, money, yes_no

ITEMS = (  # code of the standard, name, label, highest score
    ("B.1.1", "item_eating", "进食", 4),
    ("B.1.2", "item_grooming", "修饰", 4),
    ("B.1.3", "item_bathing", "洗澡", 4),
    ("B.1.4", "item_upper_dress", "穿/脱上衣", 4),
    ("B.1.5", "item_lower_dress", "穿/脱裤子和鞋袜", 4),
    ("B.1.6", "item_urine", "小便控制", 4),
    ("B.1.7", "item_bowels", "大便控制", 4),
    ("B.1.8", "item_toilet", "如厕", 4),
    ("B.2.1", "item_bed_moving", "床上体位转移", 4),
    ("B.2.2", "item_bed_chair", "床椅转移", 4),
    ("B.2.3", "item_walking", "平地行走", 4),
    ("B.2.4", "item_stairs", "上下楼梯", 3),
    ("B.3.1", "item_time", "时间定向", 4),
    ("B.3.2", "item_place", "空间定向", 4),
    ("B.3.3", "item_person", "人物定向", 4),
    ("B.3.4", "item_memory", "记忆", 4),
    ("B.3.5", "item_understanding", "理解能力", 4),
    ("B.3.6", "item_expression", "表达能力", 4),
    ("B.3.7", "item_aggression", "攻击行为", 1),
    ("B.3.8", "item_depression", "抑郁症状", 1),
    ("B.3.9", "item_consciousness", "意识水平", 2),
    ("B.4.1", "item_sight", "视力", 2),
    ("B.4.2", "item_hearing", "听力", 2),
    ("B.4.3", "item_daily_affairs", "执行日常事务", 4),
    ("B.4.4", "item_transport", "使用交通工具外出", 3),
    ("B.4.5", "item_social", "社会交往能力", 4),
)
ASSESSED = {
    "none": "没有评估",
    "gbt42195": "按 GB/T 42195-2022 评估",
    "mzt039": "按旧标准 MZ/T 039-2013 评估",
}
MODES = {"home": "居家", "institution": "入住养老机构"}

ASSESSMENT = (
    Fact("age", "周岁年龄", "year", high=130, question="核算当日满多少周岁？"),
    choice("ability_assessed_by", "老年人能力评估依据的标准", ASSESSED, "none"),
    Fact(
        "months_since_assessment",
        "评估完成后已过的整月数",
        "month",
        default=0,
        high=600,
        counted="能力评估完成日期",
        counts_with="ability_assessed_by",
    ),
    *(
        Fact(name, f"{code} {label}（0 至 {most} 分）", "count", default=most, high=most)
        for code, name, label, most in ITEMS
    ),
    yes_no("in_coma", "处于昏迷状态"),
    yes_no("dementia_or_mental", "经诊断的认知障碍或其他精神和行为障碍（F00至F99）"),
    Fact(
        "care_risk_events",
        "近三十天发生照护风险事件的次数（跌倒、噎食、自杀、自伤、走失等）",
        "count",
        default=0,
        high=99,
    ),
)
OTHERS = (
    yes_no("own_hukou_here", "本人户籍在本地", True),
    choice("care_mode", "养老方式", MODES, "home"),
    yes_no("receiving_tekun", "特困供养人员"),
    yes_no("receiving_injury_care", "工伤生活护理费"),
    money("disability_living_subsidy_month", "困难残疾人生活补贴（每月，不计入）"),
    money("disability_care_subsidy_month", "重度残疾人护理补贴（每月，不计入）"),
    yes_no("long_term_care_insurance", "正在享受长期护理保险待遇"),
    money("care_bill_month", "本月符合规定的养老服务账单"),
)
AT_HOME = (
    choice("urban_rural", "适用城市还是农村标准", {"urban": "城市", "rural": "农村"}, "urban", HOUSEHOLD),
    yes_no("receiving_dibao", "已是低保家庭", False, HOUSEHOLD),
    yes_no("receiving_edge", "已是低保边缘家庭", False, HOUSEHOLD),
    yes_no("receiving_rigid", "已是刚性支出困难家庭", False, HOUSEHOLD),
)
FACTS = ASSESSMENT + OTHERS + AT_HOME
