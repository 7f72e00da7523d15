"""What may be said of a person, alike wherever it is asked."""

STUDY = {
    "none": "不在学",
    "school": "中小学、高中、中职",
    "college": "全日制本科及以下高等学历教育（大专、本科）",
    "postgraduate": "研究生（硕士、博士）",
    "part_time": "非全日制学历教育",
}
AWAY = {
    "none": "无",
    "prison": "在监狱内服刑",
    "labour_reeducation": "劳动教养（2013年前）",
    "drug_rehab": "强制隔离戒毒",
    "missing": "宣告失踪",
    "conscript": "义务兵",
    "lost_contact": "失联两年以上",
}
DISABILITY = {
    "none": "无残疾证",
    "visual": "视力",
    "hearing": "听力",
    "speech": "言语",
    "limb": "肢体",
    "intellectual": "智力",
    "mental": "精神",
    "multiple": "多重（等级按最重一类）",
}
