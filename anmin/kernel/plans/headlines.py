"""Lines that are titles, and what stands above others without being a heading: articles, questions, labels."""

from __future__ import annotations

import re

SENTENCE_END = "。!?;:”」)》…"
NUMERAL = "[一二三四五六七八九十]"
KIND_OF_PAPER = (
    "要点|计划|规划|纲要|方案|安排|总结|汇报|报告|通知|意见|办法|细则|通报|公告|情况|打算|思路|讲话|决定|批复|函|一览表|任务表|统计表"
    "|分解表|进度表|完成表|清单|公报|简报|亮点|措施|举措|指标表|汇总表|任务书|目标表|进度|报表|情况表|公示|分配表|落实情况|完成情况表"
)
OPENING_KIND = (
    "责任书|纪要|答复|问答|解读|须知|指南|指引|规定|细则|提示|倡议书"
    "|协议书|述职|快报|月报|季报|年报|申报表|自评表|概况|调查|发言"
)
OPENING_TITLE = re.compile(rf"[^。;!?:]{{2,60}}(?:{OPENING_KIND})(?:\([^()]{{1,20}}\))?$")
ARTICLE = re.compile(rf"第{NUMERAL}{{1,3}}条[、.::,]?")  # no heading, but what stands above its items
QUESTION = re.compile(r"(?:\d{1,2}[、.])?(?:问题?[一二三四五六七八九十\d]{0,2}|Q\d{0,2})[::、.].{2,60}")
ANSWER = re.compile(r"(?:答复?|A\d{0,2})[::]")
LABELLED = re.compile(
    r"(?:[甲乙丙]方|(?:填报|报送|责任|主管|预算|牵头)?(?:单位|部门|人|日期|时间))[::]|\t|\([^()]*\)$"
)  # 甲方:, a row of a table, (第7次): never the title
TITLE = re.compile(rf"[^。;!?]{{2,60}}(?:{KIND_OF_PAPER})(?:\([^()]{{1,20}}\))?$")
OFFICE = re.compile(r"[^。;!?,、:\d]{2,24}(?:人民政府|政府办公室|办公室|委员会|民政局|民政厅|民政部|局|厅)$")
COLON_HEAD = re.compile(r"[^。;!?,]{2,18}(?:工作|任务|目标|安排|重点|措施|项目|情况|打算|计划)[::]$")
LEAD = re.compile(r"[^。;!?,、:\d]{4,18}(?:建设|工作|服务|体系|管理|制度|改革|保障|治理|救助|任务|机制|发展|建设)[。:]")
UNTYPED = re.compile(r"[^。;!?]{5,49}[^。;!?:号]")  # a title that names no kind of paper, as in the news
LONGEST_TITLE = 60


def may_be_title(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and not (LABELLED.match(text) or QUESTION.match(text) or "\t" in text)


def title_of(text: str) -> str:
    """The title in a heading's line: to the first full stop, or the first comma where that runs long."""
    head = re.split(r"[。;!?]|[::](?=.|$)", text, maxsplit=1)[0]
    if len(head) > LONGEST_TITLE:
        head = head.split(",", 1)[0]
    return head.strip()[:LONGEST_TITLE]


def is_wrapped(lines: list[str]) -> bool:
    """Whether lines without a full stop are cut by a column's width; else each is an item of its own."""
    widths = sorted(
        len(line) for line in lines if len(line) >= 10 and line[-1] not in SENTENCE_END and "\t" not in line
    )
    if len(widths) < 6:
        return True
    usual = widths[int(0.7 * len(widths))]
    return sum(abs(width - usual) <= max(2, usual // 10) for width in widths) >= len(widths) // 2
