"""The official papers of 低保: those of every service in the words of its 办法, and three of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from anmin.kernel.flow.declare import Facts, Grid, Paper, Para, capital_yuan, chinese_date, chinese_month, yuan
from anmin.kernel.usual.declare import office_of, paper_of, reckoned_of, rights_of, usual_papers
from anmin.services.dibao.regimes import REGIME_2021, regime


def public_notice(matter: Any) -> Paper:
    """公示单: name, number of members, amount and village, nothing else (民发〔2021〕57号 第二十四条)."""
    law, notice = regime(matter), matter.notice
    shown = notice.content if notice else {}
    opens = notice.opens_on if notice else matter.made_on
    days = (notice.closes_on - opens).days if notice else 7
    ends = f"至{chinese_date(notice.closes_on)}止" if notice else ""
    amount = shown.get("amount_month", matter.amount_month)
    row = (
        "1",
        shown.get("name", matter.masked_name),
        str(shown.get("members", len(matter.members))),
        yuan(amount) if amount else "",
        matter.village,
    )
    office = office_of(matter)
    return paper_of(
        matter,
        law.notice_title,
        Para(f"依照{law.cite(law.notice)}的规定，现将下列家庭拟给予最低生活保障的情况予以公示。"),
        Grid(
            ("序号", "申请人姓名", "共同生活家庭成员（人）", "拟保障金额（元/月）", "村（社区）"),
            (row,),
            (8, 20, 24, 26, 22),
            (3,),
        ),
        Para(f"公示期{days}日，自{chinese_date(opens)}张贴之次日起{ends}。"),
        Para(
            f"对公示内容有异议的，可以在公示期内以书面、电话或者当面方式向{office}提出，可以署名，也可以不署名。"
            "署名反映的，逐一核查并答复。"
        ),
        recipient="",
    )


def decision(matter: Any) -> Paper:
    """审核确认（同意）决定书 with the reckoning: how much, from when, why, and how to object."""
    law, amount = regime(matter), matter.amount_month or 0
    start = f"自{chinese_month(matter.pays_from)}起，" if matter.pays_from else "自作出决定的次月起，"
    return paper_of(
        matter,
        f"最低生活保障{law.deciding}决定书",
        Para(
            f"你于{chinese_date(matter.received_on)}提出的最低生活保障申请（编号{matter.case_number}），"
            f"经{matter.town}调查、公示和我单位{law.deciding}，你家庭符合{law.cite(law.conditions)}规定的条件。"
            f"依照该办法{law.decision}的规定，决定给予最低生活保障。"
        ),
        Para("一、保障金额", 1),
        Para(
            f"{start}每月发给你家庭最低生活保障金{yuan(amount)}元（大写：{capital_yuan(amount)}），由银行发放到你家庭的账户。"
        ),
        *reckoned_of(law, matter),
        Para("二、你的义务", 1),
        Para(
            f"家庭人口、收入和财产状况发生变化的，应当及时报告{matter.town}；"
            "应当配合定期核查。采取虚报、隐瞒、伪造等手段骗取保障金的，依照《社会救助暂行办法》第六十八条处理。"
        ),
        Para("三、你的权利", 1),
        rights_of(matter, "本决定"),
    )


_CHANGES = {
    "stop": ("停发", "停止发放你家庭的最低生活保障金"),
    "increase": ("增发", "增发你家庭的最低生活保障金"),
    "decrease": ("减发", "减发你家庭的最低生活保障金"),
}


def change_notice(matter: Any) -> Paper:
    """停发、增发、减发告知书: reason and effect before it is done (民发〔2021〕57号 第三十二条).

    `answers`: change (stop, increase, decrease), old and new (fen a month), from_on.
    """
    law, told = regime(matter), matter.answers
    label, sentence = _CHANGES[told["change"]]
    start = told.get("from_on") or matter.pays_from
    start = date.fromisoformat(start) if isinstance(start, str) else start
    when = f"自{chinese_month(start)}起" if start else "自次月起"
    amounts = (
        (("原保障金额（元/月）", yuan(told["old"])), ("现保障金额（元/月）", yuan(told.get("new", 0))))
        if "old" in told
        else ()
    )
    return paper_of(
        matter,
        f"最低生活保障金{label}告知书",
        Para(f"因{matter.reason.rstrip('。')}，依照{law.cite(law.change)}的规定，决定{when}{sentence}。"),
        *((Facts(amounts),) if amounts else ()),
        *reckoned_of(law, matter),
        Para("你有权陈述和申辩；认为情况不实的，可以提出证据申请复查。"),
        rights_of(matter, "本决定"),
    )


_USUAL = usual_papers(REGIME_2021, "change", of=regime)
PAPERS = _USUAL | {
    "notice": replace(_USUAL["notice"], make=public_notice),
    "decision": replace(_USUAL["decision"], label="审核确认决定书", make=decision),
    "change": replace(_USUAL["change"], make=change_notice),
}
