"""The words for what a plan says: kinds, comparators, states. Standard library only."""

KINDS = {"target": "目标", "figure": "数据"}
COMPARATORS = {
    "=": "等于",
    ">=": "不低于",
    "<=": "不超过",
    ">": "超过",
    "<": "低于",
    "~": "约",
    "range": "区间",
    "+=": "增加",
    "+>=": "至少增加",
}
SIGNS = {"=": "", ">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "约 ", "range": "", "+=": "增 ", "+>=": "增 ≥ "}
STATES = {
    "doubtful": "没把握",
    "read": "待确认",
    "confirmed": "已确认",
    "corrected": "已改正",
    "dropped": "已删去",
}
TEXTS = ("subject", "metric", "unit", "deadline", "place", "owner")
READINGS = ("kind", "comparator", "low", "high", "base", *TEXTS)
OPEN, SETTLED = ("doubtful", "read"), ("confirmed", "corrected")
ACTS = {
    "confirm": "确认",
    "correct": "改正",
    "drop": "删去",
    "split": "拆分",
    "merge": "合并",
    "add": "补录",
    "restore": "恢复",
    "outline": "改正提纲",
    "references": "改正引用文件",
}
