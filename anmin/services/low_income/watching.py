"""The dynamic watch: every night, one statement turns what became known into warnings, each raised once.

It reads what other rooms keep (life events, conditions, declarations, findings of checks, decisions) by the selections
that they offer (`month.declare.reading`) and writes only its own.
Whose household is on the list: recognised as low-income, or due 低保 or 特困.
"""

from datetime import date
from typing import Any

from django.db import connection

from anmin.kernel.declare import judge
from anmin.kernel.month.declare import reading
from anmin.kernel.usual.declare import due_on

SINCE_DAYS = 400  # what lies further back was looked into when it was new

YUAN = "'FM999,999,990.00'"

# Each signal gives household, day, key and words; the level is that of its cause.
EVENT = """SELECT household_id, happened_on, 'event:' || id, person || ' ' || to_char(happened_on, 'YYYY-MM-DD') || ' {words}'
    FROM events WHERE happened_on BETWEEN %(from)s AND %(today)s AND kind IN ({kinds})"""
STATUS = """SELECT household_id, since, 'status:' || id, {words} FROM conditions
    WHERE since BETWEEN %(from)s AND %(today)s AND {which}"""
SIGNALS = {
    ("death", "orange"): EVENT.format(words="死亡", kinds="'died'"),
    ("unemployed", "orange"): EVENT.format(words="失业", kinds="'unemployed'"),
    ("prison", "red"): EVENT.format(words="服刑或强制戒毒", kinds="'imprisoned'"),
    ("separated", "yellow"): EVENT.format(words="离婚或分户", kinds="'divorced', 'left'"),
    ("illness", "red"): STATUS.format(words="person || ' 新登记重病 ' || category", which="kind = 'illness'"),
    ("disability", "orange"): STATUS.format(
        words="person || ' 新登记残疾 ' || grade || ' 级'", which="kind = 'disability' AND grade IN (1, 2)"
    ),
    ("student", "yellow"): STATUS.format(
        words="person || ' 新入学（大学）'", which="kind = 'student' AND category = 'college'"
    ),
    ("poverty", "orange"): """SELECT w.household_id, w.listed_on, 'monitored:' || w.id,
        w.name || ' 在返贫监测名单，没有享受低保、特困，也没有认定为低收入家庭'
        FROM low_income_monitored w WHERE w.cleared_on IS NULL AND w.household_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM aided a WHERE a.household_id = w.household_id)""",
    ("medical", "red"): f"""SELECT d.household_id, d.since, 'medical:' || d.id,
        '申报医疗自付 ' || to_char(d.own / 100.0, {YUAN}) || ' 元，预警线 ' || to_char(l.line / 100.0, {YUAN}) || ' 元'
        FROM (SELECT d.id, d.household_id, d.since, sum(greatest(coalesce((p.value->>'medical_bills_year')::bigint, 0)
                     - coalesce((p.value->>'medical_reimbursed_year')::bigint, 0), 0))::bigint AS own
              FROM declarations d CROSS JOIN LATERAL jsonb_each(d.person_facts) p
              WHERE d.until IS NULL AND d.since <= %(today)s GROUP BY d.id, d.household_id, d.since) d
        JOIN households h ON h.household_id = d.household_id JOIN lines l ON l.county = left(h.area, 6)
        WHERE d.own >= l.line AND d.own > 0""",
    ("income_drop", "orange"): f"""SELECT now.household_id, now.since, 'drop:' || now.id,
        '申报工资由每年 ' || to_char(was.wages / 100.0, {YUAN}) || ' 元减为 ' || to_char(now.wages / 100.0, {YUAN}) || ' 元'
        FROM wages now JOIN wages was ON was.household_id = now.household_id AND was.until = now.since
        JOIN households h ON h.household_id = now.household_id JOIN lines l ON l.county = left(h.area, 6)
        WHERE now.until IS NULL AND was.wages > 0 AND (was.wages - now.wages) * 10000 >= was.wages * l.drop_bp""",
    (
        "check",
        "yellow",
    ): """SELECT household_id, found_on, 'finding:' || id, '信息核对（' || source || '）待处理' FROM unanswered""",
    ("expiring", "yellow"): """SELECT r.household_id, r.ends_on, 'ends:' || r.id, '认定将于 ' || r.ends_on || ' 到期'
        FROM recognised r JOIN households h ON h.household_id = r.household_id JOIN lines l ON l.county = left(h.area, 6)
        WHERE r.ends_on BETWEEN %(today)s AND %(today)s + l.ahead""",
    ("expired", "orange"): """SELECT r.household_id, r.ends_on, 'ended:' || r.id, '认定已于 ' || r.ends_on || ' 到期'
        FROM recognised r WHERE r.ends_on < %(today)s AND r.ends_on >= %(from)s""",
    (
        "policy",
        "yellow",
    ): """SELECT r.household_id, r.decided_on, 'policy:' || r.id, '家庭中有人可单独申请低保，尚未享受'
        FROM recognised r WHERE r.single_open AND r.ends_on >= %(today)s AND NOT EXISTS (
            SELECT 1 FROM entitled e WHERE e.household_id = r.household_id AND e.programme = 'dibao'
            AND e.since <= %(today)s + 31 AND (e.until IS NULL OR e.until > %(today)s))""",
}
OFFERED = {
    name.partition(".")[2]: name
    for name in (
        "people.households", "people.events", "people.conditions", "people.declarations", "flow.granted", "funds.entitled",
        "means.unanswered",
    )
}  # fmt: skip
LEADING = """
lines AS (SELECT * FROM unnest(%(counties)s::text[], %(medical)s::bigint[], %(drop)s::bigint[], %(ahead)s::int[])
                 AS l(county, line, drop_bp, ahead)),
recognised AS MATERIALIZED (
    SELECT DISTINCT ON (c.household_id) c.id, c.household_id, c.decided_on,
           (c.results->>'single_dibao_open')::boolean AS single_open,
           (c.decided_on + make_interval(months => (c.results->>'valid_for_months')::int))::date AS ends_on
    FROM granted c WHERE c.service = 'low_income' AND c.decided_on <= %(today)s
    ORDER BY c.household_id, c.decided_on DESC),
aided AS MATERIALIZED (
    SELECT household_id FROM recognised WHERE ends_on >= %(today)s
    UNION SELECT household_id FROM entitled
    WHERE programme IN ('dibao', 'tekun') AND since <= %(today)s + 31 AND (until IS NULL OR until > %(today)s)),
listed AS MATERIALIZED (
    SELECT household_id FROM aided UNION SELECT household_id FROM recognised WHERE ends_on >= %(from)s
    UNION SELECT household_id FROM low_income_monitored WHERE cleared_on IS NULL AND household_id IS NOT NULL),
wages AS (
    SELECT d.id, d.household_id, d.since, d.until, sum(coalesce((p.value->>'wage_month')::bigint, 0) * 12
           + coalesce((p.value->>'wage_year')::bigint, 0))::bigint AS wages
    FROM declarations d CROSS JOIN LATERAL jsonb_each(d.person_facts) p
    WHERE d.until IS NULL OR d.until > %(from)s GROUP BY d.id, d.household_id, d.since, d.until)
"""
RAISE = """
INSERT INTO low_income_alert (household_id, area, head, cause, level, text, key, happened_on, raised_on, due_on, worker_id,
                                state, finding, disposal, referred_to, feedback)
SELECT s.household_id, h.area, h.head, s.cause, s.level, s.text, s.key, s.happened_on, %(today)s, %(due)s, w.worker_id,
       CASE WHEN w.worker_id IS NULL THEN 'new' ELSE 'assigned' END, '', '', '', ''
FROM signals s JOIN listed USING (household_id) JOIN households h USING (household_id)
LEFT JOIN low_income_worker w ON w.household_id = h.household_id AND w.until IS NULL
WHERE h.ended_on IS NULL OR s.cause = 'death'
ON CONFLICT (key) DO NOTHING
"""
# Three open matters in one household are more than each of them alone.
GATHER = """
UPDATE low_income_alert w SET level = 'red' FROM (
    SELECT household_id FROM low_income_alert WHERE state IN ('new', 'assigned') GROUP BY 1 HAVING count(*) >= 3) many
WHERE w.household_id = many.household_id AND w.state IN ('new', 'assigned') AND w.level <> 'red'
"""


def statement() -> str:
    """The one statement by which all signals become warnings."""
    parts = [
        f"SELECT household_id, happened_on, key, text, '{cause}' AS cause, '{level}' AS level FROM ({sql}) AS "
        f"s{place}(household_id, happened_on, key, text)"
        for place, ((cause, level), sql) in enumerate(SIGNALS.items())
    ]
    offered = ", ".join(f"{short} AS ({reading(name)})" for short, name in OFFERED.items())
    return f"WITH {offered}, {LEADING}, signals AS ({' UNION ALL '.join(parts)}) {RAISE}"


def watch(today: date) -> int:
    """Raises what is new and returns how many. Runs inside `audit.acting`; again on the same day it changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT left(area, 6) FROM ({reading('people.households')}) h")
        lines = [found for (county,) in cursor.fetchall() if (found := _lines(county, today))]
        if not lines:
            return 0
        days = max(line["days"] for line in lines)
        cursor.execute(
            statement(),
            {
                "today": today, "from": date.fromordinal(today.toordinal() - SINCE_DAYS), "due": due_on(f"{days} WD", today),
                "counties": [line["county"] for line in lines], "medical": [line["medical"] for line in lines],
                "drop": [line["drop"] for line in lines], "ahead": [line["ahead"] for line in lines],
            },
        )  # fmt: skip
        raised = cursor.rowcount
        cursor.execute(GATHER)
    return raised


def _lines(county: str, today: date) -> dict[str, Any] | None:
    """The dated numbers of a county; None where it has not entered them."""
    try:
        values = judge("low_income", on=today, area=county, facts={"persons": [{"age": 40}]}).values
    except ValueError:
        return None
    return {
        "county": county, "medical": values["watch_medical_line"], "drop": values["watch_drop"],
        "ahead": values["watch_notice"], "days": values["watch_term"],
    }  # fmt: skip
