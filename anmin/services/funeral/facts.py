"""What is asked about one cremation. Money is whole fen, as billed by the funeral home; days and months as used."""

from anmin.kernel.declare import HOUSEHOLD, Fact, choice, money, yes_no

CLASSES = {
    "dibao": "低保对象",
    "tekun": "特困人员",
    "edge": "低保边缘家庭成员",
    "veteran": "领取定期抚恤补助的优抚对象",
    "orphan": "孤儿、事实无人抚养儿童",
    "disabled": "重度残疾人",
    "unidentified": "无名（无主）遗体",
    "resident": "其他户籍居民",
    "visitor": "非本地户籍",
}
ECO = {
    "none": "未采用节地生态安葬",
    "wall": "壁葬",
    "tree": "树葬、花坛葬、草坪葬",
    "scatter": "海葬、撒散等不保留骨灰",
}


def _fee(name: str, label: str, **more: str) -> Fact:
    return money(name, label, per="", level=HOUSEHOLD, high=100_000_00, **more)


FACTS = [
    choice("class_of_person", "逝者类别", CLASSES, level=HOUSEHOLD, question="以死亡当日的身份为准；兼有几种的填最优先的一种"),
    yes_no("compensated", "已享受职工养老保险或机关事业单位的丧葬费", level=HOUSEHOLD),
    yes_no("cremated_here", "在本地殡仪馆火化", True, level=HOUSEHOLD),
    Fact("months_to_claim", "异地火化后第几个月来申领", "month", level=HOUSEHOLD, default=0, high=1200),
    _fee("transport_fee", "遗体接运费"),
    money("storage_price_day", "遗体存放单价", per="day", level=HOUSEHOLD, high=100_000_00),
    Fact("storage_days", "遗体存放天数", "day", level=HOUSEHOLD, default=0, high=3650),
    _fee("cremation_fee", "火化费"),
    money("keeping_price_month", "骨灰寄存单价", level=HOUSEHOLD, high=100_000_00),
    Fact("keeping_months", "骨灰寄存月数", "month", level=HOUSEHOLD, default=0, high=1200),
    _fee("farewell_fee", "告别厅费", question="普通（小型）告别厅"),
    _fee("niche_fee", "政府办骨灰格位安葬费"),
    _fee("eco_fee", "生态安葬费", question="树葬、海葬等清单内的生态安葬服务费"),
    _fee("urn_fee", "骨灰盒费", question="规定的简易款；自选的差价填入清单之外"),
    _fee("other_fee", "清单之外的收费"),
    choice("eco_kind", "节地生态安葬方式", ECO, "none", level=HOUSEHOLD),
]  # fmt: skip
