"""The documents 医疗救助 rests on. Articles of 国办发〔2021〕42号 are its headed parts; they carry no article numbers."""

from anmin.kernel.declare import Cite

DECREE = Cite("社会救助暂行办法", "国令649号")
FUND = Cite("城乡医疗救助基金管理办法", "财社〔2013〕217号")
OPINION_2015 = Cite("关于进一步完善医疗救助制度全面开展重特大疾病医疗救助工作的意见", "国办发〔2015〕30号")
OPINION_2021 = Cite("关于健全重特大疾病医疗保险和救助制度的意见", "国办发〔2021〕42号")

SINCE_2014, UNTIL_2014 = "2014-05-01", "2021-10-27"
SINCE_2021 = "2021-10-28"


def both(article_2014: str, part_2021: str) -> dict[str, Cite]:
    """The same text under both regimes, each with its own article."""
    return {SINCE_2014: DECREE[article_2014], SINCE_2021: OPINION_2021[part_2021]}
