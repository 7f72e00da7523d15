"""The documents the free basic service rests on.

What the opinion of 2012 says of persons and items is known from the press of 2012-12-07, the day it was published; its
articles are not numbered. The regulation in force from 2026-03-30 lists seven basic services; article numbers of it are
not cited before the text has been read.
"""

from anmin.kernel.declare import Cite

OPINION_2012 = Cite("关于全面推行惠民殡葬政策的指导意见")
REGULATION_2026 = Cite("殡葬管理条例（2026年3月30日起施行）")

SINCE_2012, UNTIL_2026, SINCE_2026 = "2012-12-07", "2026-03-29", "2026-03-30"

BASIC = {SINCE_2012: OPINION_2012["基本殡葬服务项目"], SINCE_2026: REGULATION_2026["殡葬基本服务清单"]}
WHO = {SINCE_2012: OPINION_2012["惠民对象"], SINCE_2026: REGULATION_2026["殡葬基本公共服务"]}
ECO = {SINCE_2012: OPINION_2012["节地生态安葬奖补"], SINCE_2026: REGULATION_2026["生态安葬"]}
