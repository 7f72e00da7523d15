"""The documents 优抚一次性待遇 rests on. Where only a chapter was at hand, the chapter is cited."""

from anmin.kernel.declare import Cite

ACT_2011 = Cite("军人抚恤优待条例（2011年修订）", "国令413号")
ACT_2019 = Cite("军人抚恤优待条例（2019年修订）", "国令709号")
ACT_2024 = Cite("军人抚恤优待条例（2024年修订）", "国令788号")

SINCE, SINCE_2019, SINCE_2024 = "2012-01-01", "2019-03-02", "2024-10-01"


def act(old: str, new: str) -> dict[str, Cite]:
    """The same text in the versions of 军人抚恤优待条例: before 2024 and since."""
    return {SINCE: ACT_2011[old], SINCE_2019: ACT_2019[old], SINCE_2024: ACT_2024[new]}


LUMP = act("第二章", "第十五条")
FUNERAL = act("第二章、第三章", "第二章、第三章")
ONCE = act("第二章", "第二章")
