"""The documents 特困人员救助供养 rests on. 民发〔2016〕178号 is cited from professional knowledge."""

from anmin.kernel.declare import Cite

ACT_2016 = Cite("特困人员认定办法", "民发〔2016〕178号")
ACT_2021 = Cite("特困人员认定办法", "民发〔2021〕43号")
OPINION = Cite("国务院关于进一步健全特困人员救助供养制度的意见", "国发〔2016〕14号")
DECREE = Cite("社会救助暂行办法", "国令649号")

SINCE_2016, UNTIL_2016 = "2016-10-10", "2021-06-30"
SINCE_2021 = "2021-07-01"


def both(article_2016: str, article_2021: str) -> dict[str, Cite]:
    """The same text under both regimes, each with its own article."""
    return {SINCE_2016: ACT_2016[article_2016], SINCE_2021: ACT_2021[article_2021]}
