"""Registers of checks: what was found, and which files it rests on."""

from functools import cache

from anmin.kernel.access.declare import LOAD_SOURCES, SEE_FINDINGS
from anmin.kernel.law import api as law
from anmin.kernel.means.api import SOURCES
from anmin.kernel.screens.declare import Action, Column, Filter, Register
from anmin.web.registers.words import services
from anmin.web.templatetags.words import yuan

ANSWER_TONES = {"": "due", "true": "bad", "false": "good", "changed": "quiet"}


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
    empty="没有核对发现。导入核对数据并核对后, 与申报不一致的会列在这里。",
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
        Column("answer", "处理", "tag", tones=ANSWER_TONES),
        Column("household", "家庭编号", "code", path="household__number", detail=True),
        Column("note", "说明", detail=True),
        Column("answered_on", "答复日期", "date", detail=True),
    ),
    filters=(
        Filter("answer", "处理"),
        Filter("source", "来源", choices=sources),
        Filter("area", "区划", "area"),
        Filter("due", "答复期限", "dates", path="due_on"),
        Filter("month", "核对月份", "month", path="made_by__month"),
        Filter("programme", "业务", path="made_by__service", choices=services),
    ),
    search=(("person__name", "prefix"), ("person__pinyin", "prefix"), ("household__number", "prefix")),
    search_hint="姓名、拼音或家庭编号",
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
    empty="还没有导入核对数据。向公安、人社、民政殡葬等部门取得数据后, 从“导入核对数据”上传。",
)

REGISTERS = (FINDINGS, LOADS)
