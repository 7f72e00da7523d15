"""The documents 临时救助 rests on."""

from anmin.kernel.declare import Cite

STATE_2014 = Cite("国务院关于全面建立临时救助制度的通知", "国发〔2014〕47号")
OPINION_2018 = Cite("民政部 财政部关于进一步加强和改进临时救助工作的意见", "民发〔2018〕23号")
DECREE = Cite("社会救助暂行办法", "国令649号")
OPINION_2023 = Cite("关于加强低收入人口动态监测做好分层分类社会救助工作的意见", "国办发〔2023〕39号")

SINCE = "2021-07-01"  # with the members, income and property of 民发〔2021〕57号
SINCE_2023, UNTIL_2023 = "2023-10-19", "2023-10-18"

WHO, URGENT, SPENDING = OPINION_2018["二（一）"], OPINION_2018["二（一）1"], OPINION_2018["二（一）2"]
AMOUNT, ONCE = OPINION_2018["二（三）"], STATE_2014["二（二）"]
PLACE = {SINCE: STATE_2014["二（二）"], SINCE_2023: OPINION_2023["三（五）"]}
