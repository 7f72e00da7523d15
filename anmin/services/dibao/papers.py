"""The official papers of 低保, in words. Each maker turns a `Matter` (what is known of a case) into a `Paper`."""

from __future__ import annotations

from datetime import date
from typing import Any

from anmin.kernel.declare import PaperKind
from anmin.kernel.flow.declare import (
    Facts,
    Grid,
    Paper,
    Para,
    capital_yuan,
    chinese_date,
    chinese_month,
    reckoning_of,
    written,
    yuan,
)
from anmin.kernel.usual.declare import office_of, paper_of, rights_of
from anmin.services.dibao.forms import MATERIALS, NOT_ACCEPTED
from anmin.services.dibao.regimes import REGIME_2021, Regime, regime


def acceptance_receipt(matter: Any) -> Paper:
    """受理回执: what was received, by when an answer is due, what happens next."""
    law = regime(matter)
    accepted = matter.accepted_on or matter.made_on
    due = f"办理结果将于{chinese_date(matter.due_on)}前告知你。" if matter.due_on else ""
    return paper_of(
        matter,
        "最低生活保障申请受理回执",
        Para(
            f"你于{chinese_date(matter.received_on)}提出的最低生活保障申请材料齐全，依照{law.cite(law.acceptance)}的规定，"
            f"我单位于{chinese_date(accepted)}受理。{due}"
        ),
        Facts(
            (
                ("受理编号", matter.case_number),
                ("申请人", matter.applicant),
                ("身份证号", matter.applicant_id),
                ("受理日期", chinese_date(accepted)),
                ("办结期限", chinese_date(matter.due_on) if matter.due_on else ""),
                ("居住地", f"{matter.town}{matter.village}"),
                ("家庭成员", "、".join(matter.members)),
            )
        ),
        Para("办理步骤和期限（自受理之日起；凭受理编号可查询进度）", 1),
        *(Para(f"{place}.{step}") for place, step in enumerate(law.steps, start=1)),
        qr=matter.case_number,
    )


def supplement_notice(matter: Any) -> Paper:
    """一次性告知（补正）通知书: everything that is missing, told once (行政许可法 第三十二条)."""
    law, asked = regime(matter), matter.supplement
    items = _items(asked.items if asked else matter.answers.get("items", ()))
    until = asked.due_on if asked else matter.answers.get("due_on")
    until = date.fromisoformat(until) if isinstance(until, str) else until
    term = f"请于{chinese_date(until)}前补正。" if until else "请尽快补正。"
    return paper_of(
        matter,
        "补正材料一次性告知书",
        Para(
            f"你于{chinese_date(matter.received_on)}提出的最低生活保障申请（编号{matter.case_number}），"
            f"依照{law.cite(law.supplement)}的规定审查，尚需补充下列材料："
        ),
        *(Para(f"{place}.{item}{'；' if place < len(items) else '。'}") for place, item in enumerate(items, start=1)),
        Para(
            f"{term}以上为全部需补正的内容，此前已提交的材料不必重复提交；能够通过部门信息共享查询的，不要求你提供证明。"
        ),
        Para("材料补齐之日为受理之日。逾期未补正的，视为撤回申请，你可以随时重新申请。"),
    )


def not_accepted_notice(matter: Any) -> Paper:
    """不予受理通知书: only on a lawful ground, with the reason."""
    ground = dict(NOT_ACCEPTED).get(matter.answers.get("ground", ""), "")
    return paper_of(
        matter,
        "最低生活保障申请不予受理通知书",
        Para(
            f"你于{chinese_date(matter.received_on)}提出的最低生活保障申请（编号{matter.case_number}），经审查不予受理。"
        ),
        Para("不予受理的理由", 1),
        Para(f"{written(ground)}。" if ground else ""),
        Para(matter.reason),
        rights_of(matter, "本通知"),
    )


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
        *_reckoned(matter, law),
        Para("二、你的义务", 1),
        Para(
            f"家庭人口、收入和财产状况发生变化的，应当及时报告{matter.town}；"
            "应当配合定期核查。采取虚报、隐瞒、伪造等手段骗取保障金的，依照《社会救助暂行办法》第六十八条处理。"
        ),
        Para("三、你的权利", 1),
        rights_of(matter, "本决定"),
    )


def refusal(matter: Any) -> Paper:
    """不予确认通知书: every reason with its article, the reckoning, and how to object."""
    law = regime(matter)
    said = [_reason(each) for each in matter.reasons]
    said += [matter.reason] if matter.reason and matter.reason not in "".join(said) else []
    return paper_of(
        matter,
        f"最低生活保障不予{law.granting}通知书",
        Para(
            f"你于{chinese_date(matter.received_on)}提出的最低生活保障申请（编号{matter.case_number}），"
            f"经{matter.town}调查和我单位{law.deciding}，依照{law.cite(law.refusal)}的规定，决定不予{law.granting}。"
        ),
        Para("一、理由和依据", 1),
        *(Para(f"{place}.{text}") for place, text in enumerate(said, start=1)),
        *_reckoned(matter, law),
        Para("二、你的权利", 1),
        rights_of(matter, "本决定"),
        Para("家庭情况发生变化、符合条件的，可以随时重新申请；遇有突发困难的，可以申请临时救助。"),
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
        Para(
            f"因{matter.reason.rstrip('。')}，依照{law.cite('第三十二条' if law is REGIME_2021 else '')}的规定，决定{when}{sentence}。"
        ),
        *((Facts(amounts),) if amounts else ()),
        *_reckoned(matter, law),
        Para("你有权陈述和申辩；认为情况不实的，可以提出证据申请复查。"),
        rights_of(matter, "本决定"),
    )


def _reckoned(matter: Any, law: Regime) -> tuple[Any, ...]:
    if matter.receipt is None or not matter.receipt.lines:
        return ()
    without = [Para(written(f"说明：{said.text.rstrip('。')}（{said.cite}）。")) for said in matter.receipt.uncounted]
    return (reckoning_of(matter.receipt, f"保障金计算表（{law.number}{law.amount}）"), *without)


def _reason(each: dict[str, Any]) -> str:
    return written(f"{each['text'].rstrip('。')}（{each['cite']}）。" if each.get("cite") else each["text"])


def _items(codes: Any) -> list[str]:
    labels = dict(MATERIALS)
    return [written(labels.get(code, code)) for code in codes]


PAPERS = {
    "receipt": PaperKind("受理回执", acceptance_receipt),
    "supplement": PaperKind("补正材料一次性告知书", supplement_notice),
    "not_accepted": PaperKind("不予受理通知书", not_accepted_notice, numbered=True, prefix="低保不受"),
    "notice": PaperKind("公示单", public_notice),
    "decision": PaperKind("审核确认决定书", decision, numbered=True, prefix="低保确", by_county=True),
    "refusal": PaperKind("不予确认通知书", refusal, numbered=True, prefix="低保不确", by_county=True),
    "change": PaperKind("停发、变更告知书", change_notice, numbered=True, prefix="低保变", by_county=True),
}
