"""The county's Excel roster: which columns it may have. The names that real rosters give them are in `roster.yaml`.

One row is one person; columns of the household may stand in its first row only. A row may also hold a whole household
with its members in numbered columns (成员1姓名, 成员1身份证号 …).
"""

from importlib import resources
from typing import Any

import yaml

from anmin.kernel.people.declare import (
    ACCOUNT,
    DISABILITIES,
    DISABILITY_GRADES,
    DISABILITY_WITH_GRADE,
    ETHNIC_GROUPS,
    IDENTITY,
    RELATION,
    RELATIONS,
    SEXES,
)
from anmin.kernel.sheets.declare import (
    CHOICE,
    DATE,
    INTEGER,
    MONEY,
    NAME,
    PHONE,
    TEXT,
    YES_NO,
    Choice,
    Column,
    Kind,
    Sheet,
)

_WORDS = yaml.safe_load(resources.files(__package__).joinpath("roster.yaml").read_text(encoding="utf-8"))
_SYNONYMS = {name: tuple(words) for name, words in _WORDS["columns"].items()}
_BOTH = tuple(_WORDS["both_identities"])
HEAD, MEMBER, ACCOUNT_HOLDER = "户主", "成员", "账户"
ACT_INCOME = "民发〔2021〕57号 第十二条"


def _choices(name: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, tuple(also)) for value, (label, *also) in _WORDS["choices"][name].items())


def _home(name: str, label: str, kind: Kind = TEXT, group: str = "", **more: Any) -> Column:
    return Column(
        name, label, kind, _SYNONYMS.get(name, ()) + more.pop("also", ()), level="household", group=group, **more
    )


def _person(name: str, label: str, kind: Kind = TEXT, **more: Any) -> Column:
    return Column(name, label, kind, _SYNONYMS.get(name, ()) + more.pop("also", ()), group=MEMBER, **more)


def _money(name: str, label: str, level: str = "person", **more: Any) -> Column:
    return Column(name, label, MONEY, _SYNONYMS.get(name, ()), level=level, minimum=0, **more)


def _income(name: str, label: str, note: str = "") -> Column:
    return _money(name, label, period="month", cite=ACT_INCOME, note=note)


_TEXT_ID = "18 位，单元格设为文本格式"
COLUMNS = (
    _home("household_number", "户编号"),
    _home("head_name", "户主姓名", NAME, HEAD),
    _home("head_identity", "户主身份证号", IDENTITY, HEAD, also=_BOTH, note=_TEXT_ID),
    _home("town", "乡镇（街道）"),
    _home("village", "村（社区）"),
    _home("address", "家庭住址"),
    _home("urban_rural", "户籍性质（城/乡）", CHOICE, choices=_choices("urban_rural")),
    _home("size", "家庭人口数", INTEGER, minimum=1, maximum=30),
    _home("insured", "保障人数", INTEGER, minimum=1, maximum=30),
    _person("name", "成员姓名", NAME),
    _person("identity", "成员身份证号", IDENTITY, also=_BOTH, note=_TEXT_ID),
    _person("relation", "与户主关系", RELATION, choices=RELATIONS),
    _person("sex", "性别", CHOICE, choices=SEXES),
    _person("ethnicity", "民族", CHOICE, choices=ETHNIC_GROUPS),
    _person("born_on", "出生日期", DATE),
    _person("disability_kind", "残疾类别", CHOICE, choices=DISABILITIES),
    _person("disability_grade", "残疾等级", CHOICE, choices=DISABILITY_GRADES),
    _person(
        "disability", "残疾类别和等级", CHOICE, choices=DISABILITY_WITH_GRADE, note="类别和等级，如 肢体二级、精神一级"
    ),
    _person("disability_number", "残疾证号", note="身份证号 18 位 + 类别 1 位 + 等级 1 位"),
    _person("illness", "重病病种", note="只填当地认定的重特大疾病"),
    _person("seriously_ill", "是否重病", YES_NO),
    _person("health", "健康状况"),
    _person("labour", "劳动能力", CHOICE, choices=_choices("labour")),
    _person("work", "就业状况"),
    _person("study", "在校情况", CHOICE, choices=_choices("study")),
    _income("wage", "工资性收入"),
    _income("business", "经营净收入"),
    _income("property", "财产净收入", "租金、土地流转费等"),
    _income("transfer", "转移净收入"),
    _income("pension", "养老金", "职工养老金、退休金"),
    _income("base_pension", "城乡居民基础养老金"),
    _income("support", "赡养抚养扶养费"),
    _income("other_income", "其他收入"),
    _income("income", "本人收入合计", "各项收入已分列的可以不填"),
    _money("medical_cost", "医疗自付费用", period="year", cite="民发〔2021〕57号 第十三条"),
    _person("phone", "联系电话", PHONE),
    _money("household_income", "家庭总收入", "household", period="month", note="各项收入已分列的可以不填"),
    _money("savings", "家庭存款", "household"),
    _home("vehicles", "机动车辆数", note="填辆数，或有、无"),
    _home("houses", "住房套数", INTEGER, minimum=0, maximum=99),
    _home("category", "保障类别", CHOICE, choices=_choices("category")),
    _money("amount", "月保障金额", "household", period="month"),
    _home("bank_name", "开户行", group=ACCOUNT_HOLDER),
    _home("bank_account", "银行账号", ACCOUNT, ACCOUNT_HOLDER, note="单元格设为文本格式"),
    _home("payee_name", "开户名", NAME, ACCOUNT_HOLDER),
    _home("remark", "备注"),
)

ROSTER = Sheet(
    "dibao_roster",
    "最低生活保障花名册",
    COLUMNS,
    "每人一行，同一户的各行相连或户主身份证号相同",
    anchors=("head_name", "head_identity", "name", "identity"),
    blocks=("household_number", "head_name", "head_identity"),
    repeats=MEMBER,
)
