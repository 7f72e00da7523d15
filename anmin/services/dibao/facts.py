"""What 低保 asks about a household and its persons. Money is whole fen; `_month` items are monthly averages over the
accounting period (核算期), `_year` items are totals of twelve months and are divided by 12 only on the household total.
"""

from anmin.kernel.declare import HOUSEHOLD, Fact, choice, money, yes_no
from anmin.kernel.usual.declare import AWAY, DISABILITY, STUDY

RELATIONS = {
    "self": "申请人本人",
    "spouse": "配偶",
    "child": "子女（含养子女、有抚养关系的继子女）",
    "parent": "父母（含公婆、岳父母、继父母）",
    "grandparent": "祖父母、外祖父母",
    "grandchild": "孙子女、外孙子女",
    "sibling": "兄弟姐妹",
    "child_in_law": "儿媳、女婿",
    "other": "其他人员",
}

MEMBERSHIP = (
    Fact("age", "周岁年龄", "year", high=130, question="核算当日满多少周岁？"),
    choice("relation", "与申请人的关系", RELATIONS, "self"),
    yes_no("lives_together", "是否长期共同居住（在外就学、务工而仍属本户的算是）", True),
    choice(
        "legal_duty", "与申请人是否有法定赡养、扶养、抚养义务关系",
        {"by_relation": "按关系推定（配偶、子女、父母为有，其他为无）", "owed": "有法定义务", "not_owed": "无法定义务"}, "by_relation",
    ),
    choice("study", "在学情况", STUDY, "none"),
    yes_no("cannot_live_independently", "已成年但不能独立生活（因残疾、疾病等；在校本科及以下另按在学情况认定）"),
    choice("away_status", "不计入共同生活家庭成员的情形", AWAY, "none"),
    yes_no("clergy_away_3_years", "宗教教职人员，连续三年以上脱离家庭独立生活"),
    yes_no("applies_alone", "单独申请时：此人是申请人（只在按单人户申请时填，且只填一人）"),
    yes_no("own_hukou_household", "户口簿上单独立户（2021-07-01 前单独申请用）"),
)  # fmt: skip

CONDITION = (
    choice("disability_kind", "残疾类别（残疾证）", DISABILITY, "none"),
    Fact("disability_grade", "残疾等级（1 最重至 4；0 为无）", "count", default=0, high=4),
    yes_no("serious_illness", "患当地认定的重特大疾病"),
    yes_no("other_topup", "属当地规定的其他分类施保对象（如独居老人、归侨、退役士兵、单亲家庭等）"),
    choice(
        "labour_capacity", "劳动能力（仅实行劳动力系数的地方用）",
        {"none": "无劳动能力或不在劳动年龄", "partial": "部分劳动能力", "full": "完全劳动能力"}, "none",
    ),
    yes_no("work_unobtainable", "确实难以就业或较长时间无法获得收入（照料家人、生育、灾病等）"),
    yes_no("refused_work", "连续三次无正当理由拒绝接受介绍的、与健康状况和劳动能力相适应的工作（享受期间，已核定）"),
)  # fmt: skip

INCOME = (
    money("wage_month", "工资性收入（每月应得，含奖金津贴，未扣税费社保）"),
    money("wage_year", "按年取得的工资性收入（年终奖、季节性务工的全年合计）", "year"),
    money("tax_and_insurance_month", "个人缴纳的所得税与社会保险费（每月）"),
    Fact(
        "months_since_new_job", "享受期间新就业后的第几个月（0 表示不是新就业）", "month", default=0, high=600,
        counted="享受期间新就业的开始日期", counts_from=1,
        question="领取低保后新找到工作的，到本月是第几个月？",
    ),
    money("business_revenue_year", "经营收入（种养殖、经商、服务，全年毛收入）", "year"),
    money("business_cost_year", "经营成本（经营费用、生产性固定资产折旧、生产税，全年）", "year"),
    money("business_net_month", "经营净收入（按月计，已扣成本；与全年毛收入勿重复填）"),
    money("property_income_month", "财产净收入（租金、利息、红利等每月，已扣相关费用）"),
    money("property_income_year", "财产净收入（土地流转费、集体分红、处置财产等全年，已扣相关费用）", "year"),
    money("pension_month", "离退休金、职工基本养老金（每月）"),
    money("base_pension_month", "城乡居民基础养老金中央确定部分（每月；十四五期间不计入）"),
    money("resident_pension_other_month", "城乡居民养老金其余部分（个人账户、地方增发，每月）"),
    money("transfer_month", "其他转移性收入（失业保险金、遗属补助、赔偿、经常性捐赠等每月）"),
    money("transfer_year", "其他转移性收入（一次性或按年，全年合计）", "year"),
    money("support_received_month", "实际收到的赡养、扶养、抚养费（每月；已按义务人收入推算的不要重复填）"),
    money("kin_support_month", "其中兄弟姐妹或60周岁以上老年人给付的供养费用（每月；不要重复填在上一项）"),
    money("support_paid_month", "支付给户外人员的赡养、扶养、抚养费（每月）"),
)  # fmt: skip

UNCOUNTED = (
    money("special_care_month", "优待抚恤金（每月，不计入）"),
    money("family_planning_award_month", "计划生育奖励与扶助金（每月，不计入）"),
    money("scholarship_month", "奖学金（每月，不计入）"),
    money("bravery_award_month", "见义勇为等奖励性补助（每月，不计入）"),
    money("government_aid_month", "政府发放的社会救助款物（每月，不计入）"),
    money("disability_living_subsidy_month", "困难残疾人生活补贴（每月，不计入）"),
    money("disability_care_subsidy_month", "重度残疾人护理补贴（每月，不计入）"),
    money("unsupported_child_allowance_month", "事实无人抚养儿童基本生活补贴（每月，不计入）"),
    money("elder_allowance_month", "高龄津贴（每月，是否计入由当地规定）"),
    money("local_uncounted_month", "设区的市以上规定不计入的其他收入（每月）"),
)

COSTS_AND_SUPPORTERS = (
    money("rigid_cost_year", "因残疾、重病增加的刚性支出（全年自负部分）", "year"),
    money("own_financial_assets", "本人名下金融资产（仅成年无业重残人单独申请时填）", ""),
    money("supporter_household_income_month", "户外赡养人：其家庭月收入（填了才按公式推算赡养费）"),
    Fact("supporter_household_size", "户外赡养人：其家庭人数", "person", default=1, low=1, high=30),
    money("supporter_standard_month", "户外赡养人：其所在地低保标准（0 表示与本户相同）", "month"),
    Fact("supporter_children", "户外赡养人：其家庭的子女数（决定赡养费比例）", "person", default=0, high=20),
    Fact("supported_persons", "户外赡养人：被赡养人总数", "person", default=1, low=1, high=20),
    Fact("supported_persons_here", "户外赡养人：其中在本户的被赡养人数", "person", default=1, low=0, high=20),
    money("supporter_paid_month", "户外赡养人：实际给付本户的赡养费（每月）"),
    money("supporter_court_order_month", "户外赡养人：判决、调解书或协议确定给付本户的赡养费（每月）"),
)

AT_HOME = (
    choice("urban_rural", "适用城市还是农村标准", {"urban": "城市", "rural": "农村"}, "urban", HOUSEHOLD),
    choice(
        "application", "申请方式", {"household": "以家庭为单位", "single": "单独申请（单人保）"}, "household", HOUSEHOLD
    ),
    yes_no("hukou_here", "至少一名共同生活成员户籍在本地", True, HOUSEHOLD),
    yes_no("residence_permit", "持有本地居住证", False, HOUSEHOLD),
    yes_no("refuses_investigation", "拒绝配合家庭经济状况调查或不提交核对授权", False, HOUSEHOLD),
    yes_no("edge_recognised", "已被认定为低保边缘家庭且在有效期内（单独申请用）", False, HOUSEHOLD),
    money("financial_assets", "家庭金融资产合计（存款、理财、股票、商业保险现金价值等）", "", HOUSEHOLD),
    money("exempt_assets", "其中豁免部分（维持基本生活、生产和治病必需）", "", HOUSEHOLD),
    Fact("houses", "住房套数", "count", level=HOUSEHOLD, default=1, high=100),
    Fact("houses_exempt", "其中豁免的套数（生活必需、危房、待拆等）", "count", level=HOUSEHOLD, default=0, high=100),
    Fact("commercial_houses", "商铺、写字楼等非居住房产套数", "count", level=HOUSEHOLD, default=0, high=100),
    Fact("vehicles", "机动车辆数（船舶、工程机械同）", "count", level=HOUSEHOLD, default=0, high=100),
    Fact(
        "vehicles_exempt", "其中豁免的辆数（残疾人代步车、燃油摩托车、电动自行车、生产必需农机）", "count",
        level=HOUSEHOLD, default=0, high=100,
    ),
    money("vehicle_price", "未豁免机动车的价格合计", "", HOUSEHOLD),
    Fact("companies", "工商登记、注册公司或持股的个数", "count", level=HOUSEHOLD, default=0, high=100),
    Fact("companies_exempt", "其中豁免的个数（仅本户成员从业的夫妻店、未经营等）", "count", level=HOUSEHOLD, default=0, high=100),
    money("company_capital", "未豁免企业的认缴出资额合计", "", HOUSEHOLD),
    Fact("hardship_band", "困难档次（仅分档发放的地方用；1 最困难，0 为尚未评定）", "count", level=HOUSEHOLD, default=0, high=4),
    yes_no("receiving_now", "目前正在享受低保", False, HOUSEHOLD),
    yes_no("over_by_employment", "因家庭成员就业使人均收入超过标准（渐退用）", False, HOUSEHOLD),
    Fact("months_over_standard", "超过标准后已继续享受的月数（渐退用）", "month", level=HOUSEHOLD, default=0, high=600),
    money("last_amount_month", "原来每月发放的低保金（渐退用）", "month", HOUSEHOLD),
)  # fmt: skip

FACTS = MEMBERSHIP + CONDITION + INCOME + UNCOUNTED + COSTS_AND_SUPPORTERS + AT_HOME
