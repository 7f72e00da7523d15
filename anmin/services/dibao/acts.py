"""The documents 低保 rests on. Articles of 民发〔2012〕220号 other than 4, 10, 27 are cited from professional knowledge."""

from anmin.kernel.declare import Cite

ACT_2012 = Cite("最低生活保障审核审批办法（试行）", "民发〔2012〕220号")
ACT_2021 = Cite("最低生活保障审核确认办法", "民发〔2021〕57号")
NOTICE_2022 = Cite("关于进一步做好最低生活保障等社会救助兜底保障工作的通知", "民发〔2022〕83号")
DECREE = Cite("社会救助暂行办法", "国令649号")
OPINION_2012 = Cite("关于进一步加强和改进最低生活保障工作的意见", "国发〔2012〕45号")

SINCE_2012, UNTIL_2012 = "2012-12-12", "2021-06-30"
SINCE_2021, UNTIL_2021 = "2021-07-01", "2022-10-19"
SINCE_2022 = "2022-10-20"


REVIEW = {  # keeping 低保 after a change of income: no national taper before 民发〔2022〕83号
    SINCE_2012: ACT_2012["第三十三条"],
    SINCE_2021: ACT_2021["第三十一条"],
    SINCE_2022: NOTICE_2022["一（三）"],
}


def both(article_2012: str, article_2021: str) -> dict[str, Cite]:
    """The same text under both regimes, each with its own article."""
    return {SINCE_2012: ACT_2012[article_2012], SINCE_2021: ACT_2021[article_2021]}
