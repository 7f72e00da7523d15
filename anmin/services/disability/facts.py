"""What the subsidies for the disabled ask. What other benefits pay is asked by month, since the higher one is chosen."""

from anmin.kernel.declare import HOUSEHOLD, Fact, choice, money, yes_no
from anmin.kernel.usual.declare import AWAY, DISABILITY

CARD = (
    Fact("age", "周岁年龄", "year", high=130, question="核算当日满多少周岁？"),
    choice("disability_kind", "残疾类别（残疾证）", DISABILITY, "none"),
    Fact("disability_grade", "残疾等级（1 最重至 4；0 为无）", "count", default=0, high=4),
    yes_no("multiple_with_mental", "多重残疾中含智力或精神残疾"),
    yes_no(
        "disability_card_invalid",
        "残疾证已过期、注销或冻结",
        counted="残疾证有效期至（已注销、冻结的，填注销、冻结的前一天）",
    ),
    yes_no("own_hukou_here", "本人户籍在本地", True),
    yes_no("needs_long_term_care", "需要长期照护（连续六个月以上）", True),
    yes_no("no_fixed_income", "成年而无固定收入（当地扩面用）"),
    choice("away_status", "不计入共同生活家庭成员的情形", AWAY, "none"),
)
OTHERS = (
    yes_no("receiving_tekun", "特困供养人员"),
    yes_no("receiving_orphan", "已享受孤儿基本生活费"),
    yes_no("receiving_unsupported_child", "已享受事实无人抚养儿童基本生活补贴"),
    yes_no("unsupported_child_gap_only", "事实无人抚养儿童基本生活补贴是按补差领取的"),
    yes_no("receiving_injury_care", "工伤生活护理费"),
    yes_no("receiving_elder_allowance", "已享受高龄津贴"),
    money("elder_allowance_month", "高龄津贴（每月，是否计入由当地规定）"),
    money("elder_service_subsidy_month", "养老服务补贴（每月）"),
    money("elder_nursing_subsidy_month", "养老护理补贴（每月）"),
    money("other_living_allowance_month", "因公致残、离休等福利性生活补贴（每月）"),
    money("other_care_allowance_month", "因公致残、离休等福利性护理补贴（每月）"),
)
GUARDIAN = (
    yes_no("psychosis_registered", "在册严重精神障碍患者（由监护人看护在家）"),
    yes_no("guardian_agreement", "监护人已签订看护管理责任书"),
    yes_no("guardian_check_passed", "监护责任年度评估合格", True),
    yes_no("psychosis_incident", "本监护年度发生肇事肇祸"),
)
AT_HOME = (
    choice("urban_rural", "适用城市还是农村标准", {"urban": "城市", "rural": "农村"}, "urban", HOUSEHOLD),
    yes_no("receiving_dibao", "已是低保家庭", False, HOUSEHOLD),
    yes_no("receiving_edge", "已是低保边缘家庭", False, HOUSEHOLD),
)
FACTS = CARD + OTHERS + GUARDIAN + AT_HOME
