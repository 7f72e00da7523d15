"""Registers of plans: the documents, and their targets and figures across all of them."""

from decimal import Decimal

from anmin.kernel.access.api import Account, User, user_of
from anmin.kernel.access.declare import EDIT_PLANS, SEE_PLANS
from anmin.kernel.screens.declare import Action, Column, Filter, Form, FormField, ForWhom, Import, Register
from anmin.kernel.targets import api as targets
from anmin.kernel.targets.declare import COMPARATORS, KINDS, STATES

GROUP = "计划与目标"
TONES = {"doubtful": "due", "confirmed": "good", "corrected": "good", "dropped": "bad"}
KIND_CHOICES, COMPARATOR_CHOICES = tuple(KINDS.items()), tuple(COMPARATORS.items())


def plan_titles(who: User) -> dict[str, str]:
    """Plans that `who` may see by key, the newest first, with their version where there are several."""
    seen = targets.Plan.objects.filter(who.scope(SEE_PLANS, "area__county"))
    rows = seen.order_by("-pk").values_list("pk", "title", "version")
    return {str(pk): title if version == 1 else f"{title}（第{version}版）" for pk, title, version in rows}


def progress(settled: object, found: object) -> str:
    """12 / 31."""
    return f"{settled} / {found}"


def number(low: object, high: object) -> str:
    """1070, 1-2."""
    return targets.in_words(low, high)


def decimal(value: object, _second: object) -> str:
    return targets.in_words(value) if isinstance(value, Decimal) else ""


def require_here(plan: targets.Plan) -> None:
    """Whoever acts must hold the permission over the plan's own area; raises `Denied`."""
    user_of(Account.objects.get(pk=targets.actor_id())).require(EDIT_PLANS, plan.area)


def save_plan(plan: targets.Plan, values: dict) -> targets.Plan:
    require_here(plan)
    return targets.describe(plan, **values)


def save_item(item: targets.Item, values: dict) -> targets.Item:
    """Corrects a row by its number; a table brings no new rows."""
    if item.pk is None:
        raise ValueError(
            f"没有编号为 {values.get('id') or '（空）'} 的条目。导入只改正已有的条目，请不要改动“编号”一列。"
        )
    require_here(item.plan)
    return targets.correct(item.pk, values)


FORM = Form(
    (
        FormField("id", "编号", "number", readonly=True, hint="导出时带出，不要改动"),
        FormField("kind", "种类", "choice", choices=KIND_CHOICES),
        FormField("subject", "对象", required=False, hint="说的是谁或什么，例如 城乡低保对象"),
        FormField("metric", "指标", required=False, hint="例如 低保标准、建成数、覆盖率"),
        FormField("comparator", "比较", "choice", choices=COMPARATOR_CHOICES),
        FormField("amount", "数值", required=False, hint="只写数字；区间写 1-2；原文缺数就留空"),
        FormField("unit", "单位", required=False, hint="例如 元/人/月、%、户"),
        FormField("was", "基数", required=False, hint="由…提高到…里的前一个数"),
        FormField("deadline", "期限", required=False),
        FormField("place", "地点", required=False),
        FormField("owner", "责任单位", required=False),
    ),
    EDIT_PLANS,
    create=False,
    save=save_item,
)
COLUMNS = (
    Column("serial", "编号", "code", path="id", detail=True),
    Column("kind", "种类", "choice", choices=KIND_CHOICES, detail=True),
    Column("name", "对象", path="subject", blank="（未写）"),
    Column("metric", "指标"),
    Column("comparator", "比较", "choice", choices=COMPARATOR_CHOICES),
    Column("amount", "数值", "told", path="low", beside="high", tell=number, blank="原文缺数"),
    Column("unit", "单位"),
    Column("was", "基数", "told", path="base", tell=decimal),
    Column("deadline", "期限"),
    Column("place", "地点"),
    Column("owner", "责任单位"),
    Column("state", "状态", "tag", choices=tuple(STATES.items()), tones=TONES),
    Column("plan", "出处", path="plan__title"),
    Column("surface", "原文写法", detail=True),
    Column("sentence", "原句", "long", detail=True),
    Column("line", "原文行", "number", detail=True),
    Column("confidence", "可信度（%）", "number", detail=True),
    Column("settled_by", "处理人", path="settled_by__name", detail=True),
    Column("settled_at", "处理时间", "moment", detail=True),
)
FILTERS = (
    Filter("plan", "计划", choices=ForWhom(plan_titles)),
    Filter("state", "状态", choices=tuple(STATES.items())),
    Filter("owner", "责任单位", "text"),
    Filter("deadline", "期限", "text"),
    Filter("place", "地点", "text"),
    Filter("current", "版本", "validity", path="plan__superseded_on"),
)


def items(name: str, label: str, where: dict[str, str], **more: object) -> Register:
    """A register of rows of plans; dropped ones are left out."""
    return Register(
        name,
        label,
        source="targets.Item",
        permission=SEE_PLANS,
        area="plan__area__county",
        where=tuple(where.items()),
        unless=(("state", "dropped"),),
        unit="条",
        title="name",
        page="plan-item",
        columns=COLUMNS,
        filters=FILTERS,
        search=(("subject", "contains"), ("metric", "contains"), ("sentence", "contains")),
        search_hint="对象、指标或原句里的字",
        form=FORM,
        takes=Import(
            EDIT_PLANS,
            key=("id",),
            headings={"amount": ("数值（上限）",), "subject": ("主体",)},
            hint="用导出的表改正后导入：按“编号”一列对应，只改有变化的条目。",
        ),
        **more,
    )


PLANS = Register(
    "plans",
    "计划和总结",
    source="targets.Plan",
    permission=SEE_PLANS,
    area="area__county",
    group=GROUP,
    icon="journal-text",
    unit="份",
    title="title",
    order="-pk",
    page="plan",
    columns=(
        Column("title", "标题"),
        Column("period", "时期"),
        Column("issuer", "所属地"),
        Column("version", "版本", "number"),
        Column("settled", "已确认", "told", beside="found", tell=progress),
        Column("received_at", "收录时间", "moment"),
        Column("received_by", "收录人", path="received_by__name"),
        Column("file_name", "文件", detail=True),
        Column("superseded_on", "被替代日期", "date", detail=True),
        Column("digest", "SM3", "code", detail=True),
    ),
    filters=(
        Filter("period", "时期", "text"),
        Filter("issuer", "所属地", "text"),
        Filter("current", "版本", "validity", path="superseded_on"),
    ),
    search=(("title", "contains"),),
    search_hint="标题里的字",
    form=Form(
        (
            FormField("title", "标题"),
            FormField("issuer", "所属地", required=False),
            FormField("period", "时期", required=False, hint="例如 2026年、2026年上半年、2026-2030年"),
        ),
        EDIT_PLANS,
        create=False,
        save=save_plan,
    ),
    actions=(Action("plan-new", "收录计划或总结", EDIT_PLANS, icon="upload", primary=True),),
    empty="把工作要点、规划、总结的文件传上来或粘贴进来，系统读出其中的目标和数据，由您逐条确认。",
)
TARGETS = items(
    "targets", "目标", {"kind": "target"}, group=GROUP, icon="bullseye",
    empty="收录一份工作计划后，读出的目标列在这里。",
)  # fmt: skip
REPORTED = items(
    "reported", "报告数据", {"kind": "figure"}, group=GROUP, icon="clipboard-data",
    empty="收录一份总结或报告后，读出的数据列在这里。",
)  # fmt: skip
ITEMS = items("plan-items", "计划条目", {}, group="", icon="list-check")

REGISTERS = (PLANS, TARGETS, REPORTED, ITEMS)
