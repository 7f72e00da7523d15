"""The documents 高龄津贴 rests on. What counties fix themselves lies in the numbers, each with its own document."""

from anmin.kernel.declare import Cite

ACT = Cite("老年人权益保障法", "老年人权益保障法")
TEKUN_2021 = Cite("特困人员认定办法", "民发〔2021〕43号")
LOCAL = Cite("各地高龄津贴办法", "各地高龄津贴办法")["通行做法"]
SINCE = "2013-07-01"
ALLOWANCE = ACT["第三十三条"]
