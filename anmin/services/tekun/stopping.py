"""The papers by which support ends: the public notice of it, and the decision (民发〔2021〕43号 第二十四至二十七条)."""

from datetime import date
from typing import Any

from anmin.kernel.declare import PaperKind
from anmin.kernel.flow.declare import Grid, Paper, Para, chinese_date, chinese_month
from anmin.kernel.usual.declare import paper_of, rights_of

ACT = "《特困人员认定办法》（民发〔2021〕43号）"


def stop_notice(matter: Any) -> Paper:
    """公示 of an intended ending: who and why, seven days; no more of the person than the name."""
    told = matter.answers
    until = date.fromisoformat(told["until"])
    return paper_of(
        matter,
        "拟终止特困人员救助供养公示",
        Para(f"依照{ACT}第二十五条的规定，现将下列人员拟终止救助供养的情况予以公示。"),
        Grid(
            ("姓名", "拟终止情形", "村（社区）"), ((matter.masked_name, told["ground"], matter.village),), (24, 46, 30)
        ),
        Para(f"公示期7日，自{chinese_date(matter.made_on)}张贴之次日起至{chinese_date(until)}止。"),
        Para("对公示内容有异议的，可以在公示期内向本单位提出；有异议的，15个工作日内重新调查核实并重新公示。"),
        recipient="",
    )


def stop(matter: Any) -> Paper:
    """终止决定书: the ground, what was found, from which month, what else may be asked for, how to object."""
    told = matter.answers
    since = date.fromisoformat(told["from_on"])
    other = f"经审查，{told['screened']}。" if told.get("screened") else ""
    return paper_of(
        matter,
        "终止特困人员救助供养决定书",
        Para(
            f"经调查核实，{told['name']}属于{told['ground']}的情形，依照{ACT}第二十四条、第二十六条的规定，"
            f"决定自{chinese_month(since)}起终止特困人员救助供养，停发供养金。"
        ),
        Para("一、查明的情况", 1),
        Para(f"{told['facts'].rstrip('。')}。"),
        Para("二、后续救助", 1),
        Para(f"{other}生活仍有困难的，可以申请最低生活保障、临时救助等其他社会救助。"),
        Para("三、你的权利", 1),
        rights_of(matter, "本决定"),
    )


STOPPING = {
    "stop_notice": PaperKind("拟终止供养公示", stop_notice),
    "stop": PaperKind("终止供养决定书", stop, numbered=True, prefix="特困终", by_county=True),
}
