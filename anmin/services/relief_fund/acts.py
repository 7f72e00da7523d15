"""The documents 爱心救助专项基金 rests on: the law on charity, and the fund's own rule (章程), which each county writes."""

from anmin.kernel.declare import Cite

CHARITY = Cite("中华人民共和国慈善法", "主席令第四十三号")
CHARITY_2023 = Cite("中华人民共和国慈善法（2023年修正）", "主席令第十六号")
GIVING = Cite("中华人民共和国公益事业捐赠法", "主席令第十九号")
RULE = Cite("爱心救助专项基金管理办法", "基金章程")

SINCE, SINCE_2024 = "2016-09-01", "2024-09-05"
PURPOSE = {SINCE: CHARITY["第六章"], SINCE_2024: CHARITY_2023["第六章"]}
