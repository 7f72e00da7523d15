"""The documents 优抚 rests on. Where only a chapter was at hand, the chapter is cited."""

from anmin.kernel.declare import Cite

ACT_2011 = Cite("军人抚恤优待条例（2011年修订）", "国令413号")
ACT_2019 = Cite("军人抚恤优待条例（2019年修订）", "国令709号")
ACT_2024 = Cite("军人抚恤优待条例（2024年修订）", "国令788号")
MARTYRS_2011 = Cite("烈士褒扬条例", "国令601号")
MARTYRS_2024 = Cite("烈士褒扬条例（2024年修订）", "国令791号")
RURAL = Cite("关于给部分农村籍退役士兵发放老年生活补助的通知", "民发〔2011〕110号")
OLD_CHILDREN = Cite("关于给部分烈士子女发放定期生活补助的通知", "民发〔2012〕27号")

SINCE, SINCE_2019, SINCE_2024 = "2012-01-01", "2019-03-02", "2024-10-01"


def act(old: str, new: str) -> dict[str, Cite]:
    """The same text in the versions of 军人抚恤优待条例: before 2024 and since."""
    return {SINCE: ACT_2011[old], SINCE_2019: ACT_2019[old], SINCE_2024: ACT_2024[new]}


DEATH = act("第二章", "第二章")
DISABILITY = act("第三章", "第三章")
FAVOUR = act("第四章", "第四十二条")
WHO = act("第二条", "第六十二条")
LUMP = act("第二章", "第十五条")
HONOUR = act("第二章", "第十六条")
MARTYR_AWARD = {SINCE: MARTYRS_2011["第二章"], "2025-01-01": MARTYRS_2024["第十五条"]}
YEARLY = {SINCE: ACT_2011["第二章"], "2025-01-01": MARTYRS_2024["第二十三条"]}
