"""Registers of checks: what was found, and which files it rests on."""

from functools import cache

from anmin.kernel.access.declare import ANSWER_FINDINGS, ASK_CHECKS, CLOSE_FINDINGS, LOAD_SOURCES, SEE_FINDINGS
from anmin.kernel.law import api as law
from anmin.kernel.means.api import SOURCES, Finding
from anmin.kernel.screens.declare import Action, Column, Filter, Register, Waiting
from anmin.web.registers.words import HOUSEHOLD, HOUSEHOLD_HINT, services
from anmin.web.templatetags.words import yuan

STEPS = tuple(Finding.Step.choices)
ANSWERS = tuple((value, label) for value, label in Finding.Answer.choices if value)
STEP_TONES = {"open": "due", "answered": "due", "closed": "good"}
ANSWER_TONES = {"": "quiet", "true": "bad", "false": "good", "changed": "quiet"}


def sources() -> dict[str, str]:
    return {name: source.label for name, source in SOURCES.items()}


def facts() -> dict[str, str]:
    """Facts as the services label them, by name."""
    return {fact.name: fact.label for name in law.book().names() for fact in law.facts_of(name)}


@cache
def _money() -> set[str]:
    return {fact.name for name in law.book().names() for fact in law.facts_of(name) if fact.unit.startswith("fen")}


def what_it_says(value: int, fact: str) -> str:
    """What was declared or found: 元 where the fact is money, else how many."""
    return yuan(value) if fact in _money() else f"{value:,}"


FINDINGS = Register(
    "findings",
    "核对发现",
    source="means.Finding",
    permission=SEE_FINDINGS,
    group="办理",
    icon="search-heart",
    unit="条",
    title="person",
    order="-pk",
    page="finding",
    intro="来源比申报多出来的：乡镇在期限内答复，县局看过后办结或退回；属实的在册家庭自动列入复核。",
    empty="没有核对发现。导入核对数据并核对后，与申报不一致的会列在这里。",
    actions=(Action("findings-together", "成批办结", CLOSE_FINDINGS, "check2-all", primary=True),),
    waits=(
        Waiting("核对发现待答复", (("step", "open"),), ANSWER_FINDINGS, "step=open", "due_on"),
        Waiting("核对发现待办结", (("step", "answered"),), CLOSE_FINDINGS, "step=answered"),
    ),
    columns=(
        Column("person", "人员", path="person__name"),
        Column("area", "所在村", "area"),
        Column("source", "来源", "choice", choices=sources),
        Column("fact", "项目", "choice", choices=facts),
        Column("declared", "申报", "told", beside="fact", tell=what_it_says),
        Column("found", "核对", "told", beside="fact", tell=what_it_says),
        Column("found_on", "发生日期", "date"),
        Column("amount_before", "现月金额", "money"),
        Column("amount_after", "按核对数", "money"),
        Column("due_on", "答复期限", "date", sort=True),
        Column("answer", "答复", "tag", tones=ANSWER_TONES),
        Column("step", "步骤", "tag", choices=STEPS, tones=STEP_TONES),
        Column("household", "家庭编号", "code", path="household__number", detail=True),
        Column("note", "说明", detail=True),
        Column("answered_on", "答复日期", "date", detail=True),
        Column("closed_on", "办结日期", "date", detail=True),
        Column("closed_by", "办结人", path="closed_by__name", detail=True),
        Column("returned", "退回经过", "long", detail=True),
    ),
    filters=(
        Filter("step", "步骤", choices=STEPS),
        Filter("answer", "答复", choices=ANSWERS),
        Filter("late", "时限", "late", path="due_on"),
        Filter("source", "来源", choices=sources),
        Filter("area", "区划", "area"),
        Filter("due", "答复期限", "dates", path="due_on"),
        Filter("month", "核对月份", "month", path="made_by__month"),
        Filter("programme", "业务", path="made_by__service", choices=services),
    ),
    search=(("person__name", "prefix"), ("person__pinyin", "prefix"), ("household__number", "prefix")),
    search_hint="姓名、拼音或家庭编号",
)

CHECKS = Register(
    "checks",
    "信息核对",
    source="means.Check",
    permission=SEE_FINDINGS,
    group="办理",
    icon="binoculars",
    unit="次",
    title="made_at",
    order="-pk",
    page="check",
    intro="先授权后核对：没有有效授权的人不查询。一户随时可以核对，全部在册家庭每月月结时核对。",
    empty="还没有核对过。点“核对一户”开始。",
    actions=(Action("check-new", "核对一户", ASK_CHECKS, icon="binoculars", primary=True),),
    columns=(
        Column("made_at", "核对时间", "moment"),
        Column("household", "家庭编号", "code", path="household__number", blank="全部在册家庭"),
        Column("head", "户主", path="household__head__name"),
        Column("area", "辖区", "area"),
        Column("service", "业务", "choice", choices=services),
        Column("month", "月份", "month"),
        Column("persons", "核对人数", "number"),
        Column("unsigned", "无授权未核对", "number"),
        Column("found", "新发现", "number"),
        Column("asked_by", "提请人", path="asked_by__name", blank="月结"),
    ),
    filters=(
        Filter("service", "业务", choices=services),
        Filter("month", "月份", "month"),
        Filter("area", "区划", "area"),
    ),
    search=HOUSEHOLD,
    search_hint=HOUSEHOLD_HINT,
)

LOADS = Register(
    "loads",
    "核对数据",
    source="means.SourceLoad",
    permission=SEE_FINDINGS,
    area="",
    group="规则与监督",
    icon="database-down",
    unit="批",
    title="file_name",
    order="-pk",
    columns=(
        Column("source", "来源", "choice", choices=sources),
        Column("as_of", "截止日", "date"),
        Column("file_name", "文件"),
        Column("rows", "条数", "number"),
        Column("skipped", "未采用", "number"),
        Column("loaded_at", "导入时间", "moment"),
        Column("digest", "SM3", "code", detail=True),
    ),
    filters=(Filter("source", "来源", choices=sources),),
    actions=(Action("load-source", "导入核对数据", LOAD_SOURCES, icon="upload", primary=True),),
    empty="还没有导入核对数据。向公安、人社、民政殡葬等部门取得数据后，从“导入核对数据”上传。",
)

REGISTERS = (CHECKS, FINDINGS, LOADS)
