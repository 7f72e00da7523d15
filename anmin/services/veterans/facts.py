"""What 优抚 asks about persons: category, grade and nature of a war disability, kinship to the fallen, years of service."""

from anmin.kernel.declare import HOUSEHOLD, Fact, choice, money, yes_no

KINDS = {
    "none": "不是优抚对象",
    "disabled": "残疾军人（含伤残人民警察等比照人员）",
    "martyr_family": "烈士遗属",
    "duty_family": "因公牺牲军人遗属",
    "illness_family": "病故军人遗属",
    "demobilised": "在乡复员军人（1954年10月31日前入伍）",
    "ill_returned": "带病回乡退役军人",
    "combat": "参战退役军人",
    "nuclear": "参试退役军人",
    "rural60": "60周岁以上农村籍退役士兵",
    "martyr_child": "60周岁以上烈士子女",
}
STATUS = (
    Fact("age", "周岁年龄", "year", high=130, question="核算当日满多少周岁？"),
    choice("veteran_kind", "优抚对象类别", KINDS, "none"),
    choice("veteran_other_kind", "同时属于的另一优抚类别", KINDS, "none"),
    choice("wound_nature", "伤残性质（残疾军人证）", {"none": "无", "war": "因战", "duty": "因公", "illness": "因病"}, "none"),
    Fact("wound_grade", "伤残等级（残疾军人证，1 最重至 10；0 为无）", "count", default=0, high=10),
    yes_no("wound_of_mind", "因患精神病评定的五级、六级残疾"),
    yes_no("state_kept", "由国家集中供养"),
    choice(
        "fallen_kin", "与烈士、因公牺牲、病故军人的关系",
        {"none": "无", "parent": "父母（抚养人）", "spouse": "配偶", "child": "子女", "sibling": "兄弟姐妹"}, "none",
    ),
    yes_no("without_means", "无劳动能力、无生活费来源，或收入低于当地居民平均生活水平"),
    yes_no("raised_by_fallen", "由该军人生前供养（兄弟姐妹填）"),
    yes_no("no_work_unit", "农村居民，或城镇无工作单位且家庭生活困难", True),
    yes_no("employee_pension", "享受城镇职工养老待遇"),
    Fact("service_years", "服义务兵役整年数", "year", default=0, high=40),
    Fact("service_extra_months", "服义务兵役不满一年的月数", "month", default=0, high=11),
)  # fmt: skip
CONSCRIPT = (
    yes_no("conscript_from_here", "由本县入伍的现役义务兵"),
    choice("conscript_post", "服役地区", {"ordinary": "一般地区", "plateau": "新疆、高原等艰苦地区", "tibet": "西藏"}, "ordinary"),
    choice("conscript_education", "入伍时学历", {"none": "大专以下", "college": "大专", "bachelor": "本科及以上"}, "none"),
    choice(
        "conscript_honour", "本年度立功受奖",
        {"none": "无", "excellent": "优秀士兵（四有优秀）", "third": "三等功", "second": "二等功及以上"}, "none",
    ),
)  # fmt: skip
ONE_OFF = (
    choice(
        "death_kind", "牺牲、病故性质（一次性抚恤测算用）",
        {"none": "无", "martyr": "烈士", "duty": "因公牺牲", "illness": "病故"}, "none",
    ),
    money("base_pay_month", "牺牲、病故时月基本工资（40个月计发基数；不是军人的烈士填排职少尉军官的）", high=100_000_000),
    choice(
        "death_honour", "生前最高荣誉（一次性抚恤增发用）",
        {"none": "无", "order": "勋章或国家荣誉称号", "title": "荣誉称号", "first": "一等功（含战功）", "second": "二等功",
         "third": "三等功", "excellent": "四有优秀"}, "none",
    ),
    yes_no("recipient_died", "领取抚恤补助期间死亡（丧葬补助测算用）"),
)  # fmt: skip
HOME = (
    choice("urban_rural", "适用城市还是农村标准", {"urban": "城市", "rural": "农村"}, "urban", HOUSEHOLD),
    yes_no("hukou_here", "至少一名共同生活成员户籍在本地", True, HOUSEHOLD),
)

FACTS = STATUS + CONSCRIPT + ONE_OFF + HOME
