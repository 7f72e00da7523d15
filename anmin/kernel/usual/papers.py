"""The official papers of a request, from the words of the service's own law. Each maker turns a `Matter` into a `Paper`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from anmin.kernel.flow.declare import (
    Facts,
    Grid,
    Paper,
    PaperKind,
    Para,
    capital_yuan,
    chinese_date,
    chinese_month,
    reckoning_of,
    rights,
    written,
    yuan,
)
from anmin.kernel.usual.wording import Wording


def receipt(words: Wording, matter: Any) -> Paper:
    """受理回执: what was received, by when an answer is due, what happens next."""
    accepted = matter.accepted_on or matter.made_on
    due = f"办理结果将于{chinese_date(matter.due_on)}前告知你。" if matter.due_on else ""
    return paper_of(
        matter,
        f"{words.benefit}申请受理回执",
        Para(
            f"你于{chinese_date(matter.received_on)}提出的{words.benefit}申请材料齐全，依照{words.cite(words.acceptance)}的规定，"
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
        Para("办理步骤和期限（自受理之日起；凭受理编号可查询进度）" if words.steps else "", 1),
        *(Para(f"{place}.{step}") for place, step in enumerate(words.steps, start=1)),
        qr=matter.case_number,
    )


def supplement(words: Wording, matter: Any) -> Paper:
    """一次性告知书: everything that is missing, told once (行政许可法 第三十二条)."""
    asked, labels = matter.supplement, dict(words.materials)
    codes = asked.items if asked else matter.answers.get("items", ())
    items = [written(labels.get(code, code)) for code in codes]
    until = asked.due_on if asked else matter.answers.get("due_on")
    until = date.fromisoformat(until) if isinstance(until, str) else until
    term = f"请于{chinese_date(until)}前补正。" if until else "请尽快补正。"
    return paper_of(
        matter,
        "补正材料一次性告知书",
        Para(
            f"你于{chinese_date(matter.received_on)}提出的{words.benefit}申请（编号{matter.case_number}），"
            f"依照{words.cite(words.acceptance)}的规定审查，尚需补充下列材料："
        ),
        *(Para(f"{place}.{item}{'；' if place < len(items) else '。'}") for place, item in enumerate(items, start=1)),
        Para(
            f"{term}以上为全部需补正的内容，此前已提交的材料不必重复提交；能够通过部门信息共享查询的，不要求你提供证明。"
        ),
        Para("材料补齐之日为受理之日。逾期未补正的，视为撤回申请，你可以随时重新申请。"),
    )


def not_accepted(words: Wording, matter: Any) -> Paper:
    """不予受理通知书: only on a lawful ground, with the reason."""
    ground = dict(words.not_accepted).get(matter.answers.get("ground", ""), "")
    return paper_of(
        matter,
        f"{words.benefit}申请不予受理通知书",
        Para(
            f"你于{chinese_date(matter.received_on)}提出的{words.benefit}申请（编号{matter.case_number}），经审查不予受理。"
        ),
        Para("不予受理的理由", 1),
        Para(f"{written(ground)}。" if ground else ""),
        Para(matter.reason),
        rights_of(matter, "本通知"),
    )


def public_notice(words: Wording, matter: Any) -> Paper:
    """公示单: name, number of persons, amount and village, nothing else."""
    notice = matter.notice
    shown, opens = (notice.content, notice.opens_on) if notice else ({}, matter.made_on)
    days = (notice.closes_on - opens).days if notice else 7
    ends = f"至{chinese_date(notice.closes_on)}止" if notice else ""
    amount = shown.get("amount_month", matter.amount_month)
    per = "元" if words.once else "元/月"
    row = (
        "1",
        shown.get("name", matter.masked_name),
        str(shown.get("members", len(matter.members))),
        yuan(amount) if amount else "",
        matter.village,
    )
    return paper_of(
        matter,
        f"{words.benefit}初审意见公示",
        Para(
            f"依照{words.cite(words.notice)}的规定，现将下列人员（家庭）拟{words.granting}{words.benefit}的情况予以公示。"
        ),
        Grid(
            ("序号", "申请人姓名", "家庭人口（人）", f"拟定金额（{per}）", "村（社区）"),
            (row,),
            (8, 20, 24, 26, 22),
            (3,),
        ),
        Para(f"公示期{days}日，自{chinese_date(opens)}张贴之次日起{ends}。"),
        Para(
            f"对公示内容有异议的，可以在公示期内以书面、电话或者当面方式向{office_of(matter)}提出，可以署名，也可以不署名。"
            "署名反映的，逐一核查并答复。"
        ),
        recipient="",
    )


def decision(words: Wording, matter: Any) -> Paper:
    """决定书 with the reckoning: what is granted, from when, why, and how to object."""
    return paper_of(
        matter,
        f"{words.benefit}{words.granting}决定书",
        Para(
            f"你于{chinese_date(matter.received_on)}提出的{words.benefit}申请（编号{matter.case_number}），经调查和{words.granting}，"
            f"符合{words.cite(words.conditions)}规定的条件。依照{words.cite(words.decision)}的规定，决定予以{words.granting}。"
        ),
        Para("一、决定内容", 1),
        Para(_paid(words, matter)),
        Para(words.granted(matter) if words.granted else ""),
        *reckoned_of(words, matter),
        Para("二、你的义务", 1) if words.duty else Para(""),
        Para(words.duty),
        Para("三、你的权利" if words.duty else "二、你的权利", 1),
        rights_of(matter, "本决定"),
    )


def _paid(words: Wording, matter: Any) -> str:
    if not words.money or not matter.amount_month:  # nothing, or nothing more, is paid
        return ""
    amount = matter.amount_month
    said = f"{yuan(amount)}元（大写：{capital_yuan(amount)}），由银行发放到你的账户。"
    if words.once:
        return f"一次性发给{words.money}{said}"
    start = f"自{chinese_month(matter.pays_from)}" if matter.pays_from else "自作出决定的次月"
    return f"{start}起，每月发给{words.money}{said}"


def refusal(words: Wording, matter: Any) -> Paper:
    """不予同意的通知书: every reason with its article, the reckoning, and how to object."""
    said = [_reason(each) for each in matter.reasons]
    said += [matter.reason] if matter.reason and matter.reason not in "".join(said) else []
    return paper_of(
        matter,
        f"{words.benefit}不予{words.granting}通知书",
        Para(
            f"你于{chinese_date(matter.received_on)}提出的{words.benefit}申请（编号{matter.case_number}），经调查审核，"
            f"依照{words.cite(words.refusal)}的规定，决定不予{words.granting}。"
        ),
        Para("一、理由和依据", 1),
        *(Para(f"{place}.{text}") for place, text in enumerate(said, start=1)),
        *reckoned_of(words, matter),
        Para("二、你的权利", 1),
        rights_of(matter, "本决定"),
        Para(words.after_refusal),
    )


_CHANGES = {"stop": ("停发", "停止发放"), "increase": ("增发", "增发"), "decrease": ("减发", "减发")}


def change(words: Wording, matter: Any) -> Paper:
    """停发、增发、减发告知书. `answers`: change (stop, increase, decrease), old and new (fen a month), from_on."""
    told = matter.answers
    label, verb = _CHANGES[told["change"]]
    start = told.get("from_on") or matter.pays_from
    start = date.fromisoformat(start) if isinstance(start, str) else start
    when = f"自{chinese_month(start)}起" if start else "自次月起"
    amounts = (
        (Facts((("原金额（元/月）", yuan(told["old"])), ("现金额（元/月）", yuan(told.get("new", 0))))),)
        if "old" in told
        else ()
    )
    return paper_of(
        matter,
        f"{words.benefit}{label}告知书",
        Para(
            f"因{matter.reason.rstrip('。')}，依照{words.cite(words.decision)}的规定，决定{when}{verb}{words.benefit}。"
        ),
        *amounts,
        *reckoned_of(words, matter),
        Para("你有权陈述和申辩；认为情况不实的，可以提出证据申请复查。"),
        rights_of(matter, "本决定"),
    )


def usual_papers(words: Wording, *more: str, of: Callable[[Any], Wording] | None = None) -> dict[str, PaperKind]:
    """All papers of the ordinary course. `more` may name "town_decision" and "town_refusal" (the same from a township) and
    "change" (what a review tells). Where the law has changed, `of` gives the words of the law that governs a `Matter`.
    """

    def kind(label: str, make: Callable, tail: str = "", *, by_county: bool = False) -> PaperKind:
        def made(matter: Any) -> Paper:
            return make(of(matter) if of else words, matter)

        return PaperKind(
            label, made, numbered=bool(tail), prefix=f"{words.prefix}{tail}" if tail else "", by_county=by_county
        )

    made = {
        "receipt": kind("受理回执", receipt),
        "supplement": kind("补正材料一次性告知书", supplement),
        "not_accepted": kind("不予受理通知书", not_accepted, "不受"),
        "notice": kind("公示单", public_notice),
        "decision": kind(f"{words.granting}决定书", decision, "确", by_county=True),
        "refusal": kind(f"不予{words.granting}通知书", refusal, "不确", by_county=True),
        "change": kind("停发、变更告知书", change, "变", by_county=True),
        "town_decision": kind(f"{words.granting}决定书（乡镇）", decision, "确"),
        "town_refusal": kind(f"不予{words.granting}通知书（乡镇）", refusal, "不确"),
    }
    asked = ("change", "town_decision", "town_refusal")
    return {name: paper for name, paper in made.items() if name in more or name not in asked}


def paper_of(matter: Any, title: str, *blocks: Any, **more: Any) -> Paper:
    """A paper of the office that acts, to the applicant; empty paragraphs are left out."""
    office = office_of(matter)
    return Paper(
        title=title,
        blocks=tuple(block for block in blocks if not isinstance(block, Para) or block.text),
        issuer=office,
        made_on=matter.made_on,
        number=matter.number,
        recipient=more.pop("recipient", matter.applicant),
        seal=office,
        contact=_contact(matter),
        **more,
    )


def office_of(matter: Any) -> str:
    """The name of the office that acts."""
    return matter.office.name if matter.office else f"{matter.county}民政局"


def _contact(matter: Any) -> tuple[str, ...]:
    parts = [("联系电话：", matter.office.phone), ("地址：", matter.office.address)] if matter.office else []
    return ("　　".join(label + value for label, value in parts if value),) if any(v for _, v in parts) else ()


def rights_of(matter: Any, against: str) -> Para:
    """How to object to it."""
    return rights(against, government=f"{matter.county}人民政府", on=matter.made_on, department="上一级民政部门")


def reckoned_of(words: Wording, matter: Any) -> tuple[Any, ...]:
    """The reckoning as a table, and why what was not counted was not; nothing where nothing was reckoned."""
    if matter.receipt is None or not matter.receipt.lines:
        return ()
    without = [Para(written(f"说明：{said.text.rstrip('。')}（{said.cite}）。")) for said in matter.receipt.uncounted]
    return (reckoning_of(matter.receipt, f"{words.money}计算表（{words.number}{words.amount}）"), *without)


def _reason(each: dict[str, Any]) -> str:
    return written(f"{each['text'].rstrip('。')}（{each['cite']}）。" if each.get("cite") else each["text"])
