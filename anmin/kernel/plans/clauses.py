"""The text before a number as its clauses, without what names nothing: periods, means, bases, reasons, places."""

from __future__ import annotations

import re

from .measures import DENOMINATORS, EACH
from .periods import without_periods
from .phrases import ASIDE
from .places import without_place

CHANNEL = "平台|系统|方式|形式|渠道|账户"
DECREED = re.compile(r"按照?(?:省定|国定|市定|国家|省|市|新的?)[^,。;]{0,4}标准(?=提高|增长|上调)")
AMID = re.compile("^在[^,。]{2,12}?(?:下|中|上|后|期间|方面)(?=[一-鿿]{2})")
FOR_THOSE = re.compile(
    "((?:^|[,;:])(?:对于?[^,;:]{3,30}|[^,;:\\d对给为]{4,30})的)(?=每|一次性|再?给予|再?补助|再?奖励|发放|按)"
)
REMARK = re.compile("(?:进度|排名|排位|位居|居)[^,]{0,6}(?:最慢|最快|靠后|靠前|第一|首位|末位|滞后|领先)$")
TIER = re.compile(
    "(标准|补差|水平)(?:分别)?(?:提高|调整|增加)?(?:到|至|为|达到)"
    "(?=(?:[一二三四、]{1,3}[级档类]|[全半]?(?:护理|自理|失能)|城市|城镇|农村|集中|分散|散居)[^,;。]{0,4}$)"
)
MEANS = re.compile(
    rf"(?<![^,;。])(?:通过|依托|利用|借助)[“\"]?[^,;。”\"]{{2,10}}?(?:[”\"](?:{CHANNEL})?|{CHANNEL})"
    "(?=及时|足额|累计|共|直接|发放|打卡|全程)"
    r"|(?<![^,;。])(?:通过|经|利用)[^,;。\d]{2,12}?(?:比对|核查|核对|排查|筛查|检查|评估|招标|协商)(?=核|查|筛|发现|清退|停|新|认定|确定|取消)"
)
BASIS = re.compile(
    "(?:按照?|依据|根据)(?:其|本|年度|实际|核定|新增|批准|验收|入住|收住|使用|服务|就餐|在院|月|年)*[一-鿿]{0,4}"
    "(?:床位数?|人数|人次数?|数量|户数|天数|面积|张数|里程|次数|常住人口|户籍人口)(?=每|给予|[补奖]|发放|予以|,|$)"
)
DOLED = re.compile("^((?:其中)?(?:对|给(?!予)|为)于?[^,。;]{2,24}?)(补助|补贴|奖励|奖补|补发|资助)$")
GROWS = re.compile("[增减升降涨提][长加少低高升]?(?:了|幅)?$")
BECAUSE = re.compile(
    "(?:^|(?<=[县市区镇乡]))因[一-鿿]{2,10}?(?=可?以?(?:放宽|降|提|调|暂|未|适当|延|退出|清退|死亡|停发|注销|返乡|取消|搬迁))"
)
THAN = re.compile(
    "(?:[比较与]|相?比)(?:上一?年度?|去年|前年|上一?个?[月季周]度?|前一年|上?年[初前末底]|期初|上?[年月季]?[一-鿿]{0,2}同期|原来|以前)(?:末|底)?(?:的)?(?:相比)?,?"
)
TASKED = re.compile("(?:超额完成|超过|高于)了?(?:年初|[国省市县区乡上]级?)(?:确定|下达|计划|定|既定|安排)?的?$")
ITEMS = re.compile(
    r"(?:本办法|本细则|本规定)?第[一二三四五六七八九十\d]{1,3}条(?:第?(?:\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2})[、至]?){0,4}[项款]?(?:规定的?)?|第?(?:\([一二三四五六七八九十]{1,2}\)[、至]?){1,4}项"
)
SOME = re.compile("(?:要)?(?:[一-鿿]{2}一批[、,]?){1,4}")  # 关停一批、转型一批
PAID_OUT = re.compile("(?:^|(?<=[一-鿿]))(?<![残低农递增弥填奖])补$")
WHEN_PASSED = re.compile(
    "(?<![^,;:])(?:经)?(?:验收|审核|考核|评估|年检)[^,;。]{0,6}?(?:合格|通过|达标)?(?:的|后)(?=按|给予|每|一次性|,|$)"
)
HAS = re.compile("(?<=[一-鿿]{3})(?<![享所国拥公私持占没具含设建留配共现])有$")

BASE = re.compile(
    r"(?:(?:放宽|提高|扩大|扩展|调整|拓展)(?:到|至|为)|按|按照|不低于|不超过|不高于|不少于|为|达到|超过|相当于|是|占|约为|占到)([^,。;:]{2,24})的$"
)
TIMES_BASE = re.compile(
    r"(?<=[一-鿿]{2})(?:按|按照|为|达到)*(?:不低于|不超过|不高于|不少于|按照|按)([^,。;:]{0,12}(?:标准|封顶线|工资|收入|支出|水平))$"
)


def cut_base(clause: str) -> tuple[str, str]:
    """Take off the base of a rate: 封顶线不低于我市基本医保封顶线的 → 封顶线 and the base."""
    if match := BASE.search(clause) or TIMES_BASE.search(clause):
        return clause[: match.start()], match[1]
    return clause, ""


def clauses(lead: str) -> list[str]:
    """The clauses before a number, the last one first; periods and denominators name nothing."""
    lead = re.sub(r"(?:力争|奋战|利?用)?(?<!\d)\d{1,2}年(?=[一-鿿]{2})", "", lead)
    lead = re.sub("(?:利?用)?[一二两三四五]年(?:左右)?(?:的)?时间", "", lead)
    lead = re.sub("(?:标准|按|为|是)+人[月年]$", "标准", HAS.sub("", lead))
    lead = re.sub("(?<!年)\\d{1,2}[日号](?:之?前)?", "", lead)
    lead = TIER.sub(r"\1", lead)
    lead = SOME.sub("", ITEMS.sub("", lead))
    lead = TASKED.sub("", THAN.sub("", lead) if GROWS.search(lead) else lead)
    lead = MEANS.sub("", WHEN_PASSED.sub("", BASIS.sub("", lead)))
    lead = FOR_THOSE.sub(r"\1,", lead)
    lead = re.sub("在(?=每)", "", DECREED.sub("", ASIDE.sub("", lead)))
    lead = re.sub("(?:(?<=任务)|(?<=目标))(?:是|为)(?=[一-鿿]{2})", ",", lead)
    lead = re.sub(r"(?<=[一-鿿]{2})(?:人均每?[月年]|[月年]人均|每人每[月年])$", "", lead)
    pieces = re.split(r"[,;:(\t]|—{2}", DENOMINATORS.sub("", EACH.sub("", without_periods(lead))))
    pieces = [piece for piece in pieces if not REMARK.search(piece)] or [""]
    pieces = [re.sub("^其中(?=.$)|^(?:其中)?[一二三四]期(?:工程|项目)?$", "", piece) for piece in pieces]
    pieces = [BECAUSE.sub("", piece) for piece in pieces]
    pieces[-1] = DOLED.sub(r"\1给予\2", PAID_OUT.sub("补助", pieces[-1]))
    return [without_place(AMID.sub("", piece)) for piece in reversed(pieces)]
