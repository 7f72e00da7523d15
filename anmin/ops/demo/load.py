"""Loads the demo county: staff, people, cases, entitlements, irregularities; the same seed and day give the same county."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import yaml
from django.conf import settings
from django.db import connection
from django.utils import timezone

from anmin.kernel.access.api import Account
from anmin.kernel.audit.api import acting
from anmin.kernel.insight.api import compute
from anmin.kernel.people.api import Declaration, Household, HouseholdIn, Membership, Person, Status, take_in
from anmin.kernel.places.api import Division, codes
from anmin.ops.demo import changing, checks, irregular, recipients
from anmin.ops.demo.aid import load_aid, tell_aid
from anmin.ops.demo.benefits import tell_benefits
from anmin.ops.demo.budgets import load_budgets
from anmin.ops.demo.county import SOME_TOWN, Staff, load_county, shown_accounts, villages
from anmin.ops.demo.hardship import tell_hardship
from anmin.ops.demo.households import Families, Village
from anmin.ops.demo.plans import load_plans
from anmin.ops.demo.teller import Story, Teller, plan

HOUSEHOLDS, SEED = 600, 20261009
SOURCE = "演示数据"
STORIES = Path(__file__).with_name("stories.yaml")
KNOWN_BEFORE = timedelta(days=45)  # a household is known before it applies
FIRST = """
先看什么：
  1  用 jingban 登录，从“我的工作”打开一件逾期案件，看时限条和测算
  2  用 xianzhang 登录，确认一件待确认的案件，再打开决定书
  3  anmin demo roster -o 花名册.xlsx，用 xianban 在“导入名册”里导入，改正错误行后再导一次
  4  anmin audit verify
"""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """What the demo county holds."""

    households: int
    persons: int
    cases: int
    entitlements: int


@dataclass(eq=False)
class Told:
    """A row of the stories with its plan and its household."""

    row: dict
    story: Story
    village: Village
    draft: HouseholdIn
    household: int = 0


def is_there() -> bool:
    """Whether the demo county has been loaded."""
    return (
        Division.objects.filter(code=recipients.COUNTY).exists() and Account.objects.filter(username="jingban").exists()
    )


def other_data() -> bool:
    """Whether someone already works with this installation."""
    return Account.objects.exists() or Household.objects.exists()


def ensure() -> None:
    """Loads the county of the usual size unless there is data already."""
    if is_there():
        write_accounts()
    elif not other_data():
        load(HOUSEHOLDS, SEED, timezone.localdate())


def welcome() -> str:
    """What a newcomer reads last: accounts, their password, what to look at first."""
    if not is_there():
        return ""
    rows = shown_accounts()
    accounts = [f"  {row['username']:<11}{row['role']}　{row['name']}　{row['area']}" for row in rows]
    return "\n".join((f"\n示范账号（口令都是 {rows[0]['password']}）：", *accounts, FIRST))


def load(households: int, seed: int, today: date, *, say: Say = lambda _: None, papers: bool = True) -> Loaded:
    """Makes everything in one transaction, in the name of the process "演示数据".

    `papers` False leaves out the few papers that are rendered.
    """
    random = Random(seed)
    with acting(SOURCE, reason="装载虚构的安和县"):
        say("区划、机构和人员")
        staff = load_county(today)
        places = villages(today, random)
        say("家庭和人员")
        rows = [
            row | {"papers": papers and row.get("papers", False)} for row in yaml.safe_load(STORIES.read_text("utf8"))
        ]
        told = _households_of(rows, places, random, today)
        receiving = recipients.register(max(households - len(told), 20), places, random, today)
        _look_at_tables()
        say("案件")
        cases = [_tell(one, staff) for one in told]
        say("待遇和发放")
        recipients.end_old([one.household for one in told if "received" in one.row])
        entitlements = recipients.entitle(receiving, random, today)
        irregular.before_payment(receiving, staff, random, today)
        _months(receiving, staff, random, Random(seed + 1), today, papers=papers, say=say)
        load_aid(Random(seed), today)
        say("高龄、残疾、儿童、养老的申请")
        benefits = tell_benefits(staff, places, today, seed)
        say("特困、低收入和临时救助的申请")
        benefits += tell_hardship(staff, places, today, seed)
        say("优抚、医疗救助、爱心基金的申请")
        benefits += tell_aid(staff, places, today, seed)
        load_budgets(staff, today)
        say("工作计划和总结")
        load_plans(staff)
        _count(today, say)
    write_accounts()
    everyone = Household.objects.count()
    persons = sum(len(one.persons) for one in receiving.drafts) + sum(len(one.draft.persons) for one in told)
    return Loaded(everyone, persons, len(cases) + benefits, entitlements)


def _months(
    receiving: recipients.Receiving, staff: Staff, random: Random, later: Random, today: date, *, papers: bool, say: Say
) -> None:
    """The months paid, what other departments know, and what changes in the households meanwhile.

    What `later` draws does not alter what `random` drew before it.
    """
    say("信息核对和发放")
    checks.sign(receiving, today)
    checks.load_files(receiving, later, today)
    recipients.pay(staff, random, today, changing.hold_some(receiving, later, today))
    irregular.after_payment(receiving, random, today)
    checks.answer(staff, today)
    checks.check_some(receiving, staff, later, today)
    say("家庭变化和复核")
    changing.deaths(receiving, later, today)
    changing.tell_changes(receiving, staff, later, today, papers=papers)
    changing.look_into(staff, today, papers=papers)
    changing.draw(staff, today)
    changing.begin_month(staff, today)


def _look_at_tables() -> None:
    """Everything is one transaction: without this the planner takes tables just filled for empty, and takes minutes."""
    with connection.cursor() as cursor:
        for model in (Household, Person, Membership, Declaration, Status):
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')


def _count(today: date, say: Say, months: int = recipients.PAID_MONTHS + 1) -> None:
    """The figures of the last months, so that the county page has a trend."""
    say("指标")
    month = today.replace(day=1)
    for _ in range(months):
        compute(month)
        month = (month - timedelta(days=1)).replace(day=1)


def write_accounts() -> Path:
    """`var/demo.json`: what the login page and `anmin start` show."""
    path = Path(settings.VAR_DIR) / "demo.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps({"county": "安和县", "accounts": shown_accounts()}, ensure_ascii=False, indent=1), "utf8"
    )
    return path


def _households_of(rows: list[dict], places: list[Village], random: Random, today: date) -> list[Told]:
    """A household for each story: those of today known at once, those of long ago each in its own time."""
    towns = [SOME_TOWN, *sorted({codes.parent(v.code) for v in places} - {SOME_TOWN})]
    told = []
    for row in rows:
        village = random.choice([v for v in places if codes.parent(v.code) == towns[row["town"]]])
        day = row.get("received", today)
        family = Families(random, day, recipients.standard_on(day, village))
        draft = family.make(village, row.get("kind", ""), row.get("share"), row.get("wealth", ""))
        told.append(Told(row, plan(row, today), village, draft))
    recent = [one for one in told if "received" not in one.row]
    first = min(one.story.days[0] for one in recent) - KNOWN_BEFORE
    for group, on in [(recent, first)] + [([o], o.story.days[0] - KNOWN_BEFORE) for o in told if o not in recent]:
        ids = take_in([one.draft for one in group], on=on, source="本人申报").household_ids
        for one, pk in zip(group, ids, strict=True):
            one.household = pk
    return told


def _tell(one: Told, staff: Staff) -> object:
    return Teller(
        Household.objects.select_related("head").get(pk=one.household), staff, one.story, one.village.name
    ).tell()
