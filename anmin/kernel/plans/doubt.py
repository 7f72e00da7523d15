"""How far a row is to be trusted: a confidence between 0 and 1 with the reasons a clerk sees."""

from __future__ import annotations

import re

from .document import Quantity
from .frames import Frame
from .measures import Measure
from .phrases import is_strong

REASONS = {
    "原文缺数字": 0.5,
    "数值被遮盖或缺失": 0.6,
    "主语取自前文或标题": 0.82,
    "没有找到主语": 0.4,
    "主语不在业务词表中": 0.75,
    "主语过短": 0.8,
    "主语夹有虚词": 0.85,
    "主语不在本句": 0.95,
    "款项没有名目": 0.8,
    "按人、按件的标准，请核对给谁": 0.9,
    "单位借自相邻数字": 0.8,
    "数字过大，疑似单位或小数点丢失": 0.3,
    "比较词前后不一": 0.75,
    "金额没有时间口径": 0.9,
    "目标或现状判断依据弱": 0.85,
    "由中文数词读出": 0.92,
    "范围跨行或数字中有空格": 0.7,
    "新水平不高于原水平": 0.8,
    "分项之和与总数不符": 0.6,
}


def doubt(row: Quantity, measure: Measure, frame: Frame, raw: str, kind_reason: str) -> None:
    """Set confidence and doubts of one row."""
    reasons = list(measure.note) if measure.note and measure.note[0] in REASONS else []
    if row.value is None and "原文缺数字" not in reasons:
        reasons.append("数值被遮盖或缺失")
    if not row.subject:
        reasons.append("没有找到主语")
    elif "接前一个数" in "".join(frame.why):
        reasons.append("主语取自前文或标题")
    if row.subject and not is_strong(row.subject + row.metric):
        reasons.append("主语不在业务词表中")
    reasons += of_names(row, measure)
    if measure.bare:
        reasons.append("单位借自相邻数字")
    if measure.number.chinese and row.value is not None:
        reasons.append("由中文数词读出")
    if kind_reason in ("文件性质", "前句用词"):
        reasons.append("目标或现状判断依据弱")
    if re.search(r"\d\s+\d", raw[row.start : row.end]):
        reasons.append("范围跨行或数字中有空格")
    if re.search("标准|补差", row.metric) and measure.group == "money" and not measure.per:
        reasons.append("金额没有时间口径")
    if row.baseline is not None and isinstance(row.value, int | float) and row.value == row.baseline:
        reasons.append("新水平不高于原水平")
    lower(row, reasons)


def of_names(row: Quantity, measure: Measure) -> list[str]:
    """What makes a name doubtful, by how often such rows of labelled texts were wrong."""
    weak = len(row.subject) <= 2 and not is_strong(row.subject)
    said = row.subject in re.sub(r"\s", "", row.sentence)
    found = {
        "主语过短": bool(row.subject) and weak,
        "主语夹有虚词": re.search("[的于由在并应要我了是把将]|每", row.subject) is not None,
        "主语不在本句": bool(row.subject) and not said,
        "款项没有名目": row.metric.endswith("金额"),
        "按人、按件的标准，请核对给谁": measure.group == "money" and bool(measure.per),
    }
    return [reason for reason, holds in found.items() if holds]


def lower(row: Quantity, reasons: list[str]) -> None:
    for reason in reasons:
        if reason in REASONS and reason not in row.doubts:
            row.doubts.append(reason)
            row.confidence = round(row.confidence * REASONS[reason], 3)
