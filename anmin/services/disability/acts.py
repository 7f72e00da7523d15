"""The documents the subsidies for the disabled rest on."""

from anmin.kernel.declare import Cite

ACT = Cite("国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见", "国发〔2015〕52号")
GUARDIAN = Cite("关于实施以奖代补政策落实严重精神障碍患者监护责任的意见")
SINCE = "2016-01-01"

WHO, HOW_MUCH, OTHERS, WHEN, REVIEW = (
    ACT["二（一）"],
    ACT["二（二）"],
    ACT["二（四）"],
    ACT["三（三）"],
    ACT["三（四）"],
)
APPLY = ACT["三（一）"]
LOCAL = Cite("各地残疾人两项补贴办法", "各地残疾人两项补贴办法")["通行做法"]
GUARD = GUARDIAN["奖补对象和条件"]
