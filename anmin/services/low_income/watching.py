"""The dynamic watch: every night, one statement turns what became known into warnings, each raised once.

It reads what other rooms keep (life events, conditions, declarations, findings of checks, decisions) by their tables
and writes only its own. Whose household is on the list: recognised as low-income, or due 低保 or 特困.
"""

from datetime import date
from typing import Any

from django.db import connection

from anmin.kernel.declare import judge
from anmin.kernel.usual.declare import due_on

SINCE_DAYS = 400  # what lies further back was looked into when it was new

YUAN = "'FM999,999,990.00'"

# Each signal gives household, day, key and words; the level is that of its cause.
EVENTS = """
SELECT e.household_id, e.kind, e."on" AS happened_on, 'event:' || e.id AS key,
       p.name || ' ' || to_char(e."on", 'YYYY-MM-DD') AS text
FROM people_lifeevent e JOIN people_person p ON p.id = e.person_id
WHERE e.household_id IS NOT NULL AND e."on" BETWEEN %(from)s AND %(today)s
"""
SIGNALS = {
    (
        "death",
        "orange",
    ): f"SELECT household_id, happened_on, key, text || ' 死亡' AS text FROM ({EVENTS}) e WHERE kind = 'died'",
    (
        "unemployed",
        "orange",
    ): f"SELECT household_id, happened_on, key, text || ' 失业' FROM ({EVENTS}) e WHERE kind = 'unemployed'",
    (
        "prison",
        "red",
    ): f"SELECT household_id, happened_on, key, text || ' 服刑或强制戒毒' FROM ({EVENTS}) e WHERE kind = 'imprisoned'",
    ("separated", "yellow"): f"""SELECT household_id, happened_on, key, text || ' 离婚或分户' FROM ({EVENTS}) e
        WHERE kind IN ('divorced', 'left')""",
    ("illness", "red"): """SELECT m.household_id, s.since, 'status:' || s.id, p.name || ' 新登记重病 ' || s.category
        FROM people_status s JOIN people_person p ON p.id = s.person_id
        JOIN people_membership m ON m.person_id = p.id AND m.until IS NULL
        WHERE s.kind = 'illness' AND s.until IS NULL AND s.since BETWEEN %(from)s AND %(today)s""",
    (
        "disability",
        "orange",
    ): """SELECT m.household_id, s.since, 'status:' || s.id, p.name || ' 新登记残疾 ' || s.grade || ' 级'
        FROM people_status s JOIN people_person p ON p.id = s.person_id
        JOIN people_membership m ON m.person_id = p.id AND m.until IS NULL
        WHERE s.kind = 'disability' AND s.grade IN (1, 2) AND s.until IS NULL AND s.since BETWEEN %(from)s AND %(today)s""",
    ("student", "yellow"): """SELECT m.household_id, s.since, 'status:' || s.id, p.name || ' 新入学(大学)'
        FROM people_status s JOIN people_person p ON p.id = s.person_id
        JOIN people_membership m ON m.person_id = p.id AND m.until IS NULL
        WHERE s.kind = 'student' AND s.category = 'college' AND s.until IS NULL AND s.since BETWEEN %(from)s AND %(today)s""",
    ("poverty", "orange"): """SELECT w.household_id, w.listed_on, 'monitored:' || w.id,
        w.name || ' 在返贫监测名单, 没有享受低保、特困, 也没有认定为低收入家庭'
        FROM low_income_monitored w WHERE w.cleared_on IS NULL AND w.household_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM aided a WHERE a.household_id = w.household_id)""",
    ("medical", "red"): f"""SELECT d.household_id, d.since, 'medical:' || d.id,
        '申报医疗自付 ' || to_char(d.own / 100.0, {YUAN}) || ' 元, 预警线 ' || to_char(l.line / 100.0, {YUAN}) || ' 元'
        FROM (SELECT d.id, d.household_id, d.since, sum(greatest(coalesce((p.value->>'medical_bills_year')::bigint, 0)
                     - coalesce((p.value->>'medical_reimbursed_year')::bigint, 0), 0))::bigint AS own
              FROM people_declaration d CROSS JOIN LATERAL jsonb_each(d.person_facts) p
              WHERE d.until IS NULL AND d.since <= %(today)s GROUP BY d.id) d
        JOIN people_household h ON h.id = d.household_id JOIN lines l ON l.county = left(h.area, 6)
        WHERE d.own >= l.line AND d.own > 0""",
    ("income_drop", "orange"): f"""SELECT now.household_id, now.since, 'drop:' || now.id,
        '申报工资由每年 ' || to_char(was.wages / 100.0, {YUAN}) || ' 元减为 ' || to_char(now.wages / 100.0, {YUAN}) || ' 元'
        FROM wages now JOIN wages was ON was.household_id = now.household_id AND was.until = now.since
        JOIN people_household h ON h.id = now.household_id JOIN lines l ON l.county = left(h.area, 6)
        WHERE now.until IS NULL AND was.wages > 0 AND (was.wages - now.wages) * 10000 >= was.wages * l.drop_bp""",
    ("check", "yellow"): """SELECT f.household_id, coalesce(f.found_on, c.made_at::date), 'finding:' || f.id,
        '信息核对(' || f.source || ')待处理' FROM means_finding f JOIN means_check c ON c.id = f.made_by_id WHERE f.answer = ''""",
    ("expiring", "yellow"): """SELECT r.household_id, r.ends_on, 'ends:' || r.id, '认定将于 ' || r.ends_on || ' 到期'
        FROM recognised r JOIN people_household h ON h.id = r.household_id JOIN lines l ON l.county = left(h.area, 6)
        WHERE r.ends_on BETWEEN %(today)s AND %(today)s + l.ahead""",
    ("expired", "orange"): """SELECT r.household_id, r.ends_on, 'ended:' || r.id, '认定已于 ' || r.ends_on || ' 到期'
        FROM recognised r WHERE r.ends_on < %(today)s AND r.ends_on >= %(from)s""",
    (
        "policy",
        "yellow",
    ): """SELECT r.household_id, r.decided_on, 'policy:' || r.id, '家庭中有人可单独申请低保, 尚未享受'
        FROM recognised r WHERE r.single_open AND r.ends_on >= %(today)s AND NOT EXISTS (
            SELECT 1 FROM funds_entitlement e WHERE e.household_id = r.household_id AND e.programme = 'dibao'
            AND e.since <= %(today)s + 31 AND (e.until IS NULL OR e.until > %(today)s))""",
}
LEADING = """
WITH lines AS (SELECT * FROM unnest(%(counties)s::text[], %(medical)s::bigint[], %(drop)s::bigint[], %(ahead)s::int[])
                 AS l(county, line, drop_bp, ahead)),
recognised AS MATERIALIZED (
    SELECT DISTINCT ON (c.household_id) c.id, c.household_id, c.decided_on,
           (c.reckoning->'results'->>'single_dibao_open')::boolean AS single_open,
           (c.decided_on + make_interval(months => (c.reckoning->'results'->>'valid_for_months')::int))::date AS ends_on
    FROM flow_case c WHERE c.service = 'low_income' AND c.outcome = 'granted' AND c.decided_on <= %(today)s
    ORDER BY c.household_id, c.decided_on DESC),
aided AS MATERIALIZED (
    SELECT household_id FROM recognised WHERE ends_on >= %(today)s
    UNION SELECT household_id FROM funds_entitlement
    WHERE programme IN ('dibao', 'tekun') AND since <= %(today)s + 31 AND (until IS NULL OR until > %(today)s)),
listed AS MATERIALIZED (
    SELECT household_id FROM aided UNION SELECT household_id FROM recognised WHERE ends_on >= %(from)s
    UNION SELECT household_id FROM low_income_monitored WHERE cleared_on IS NULL AND household_id IS NOT NULL),
wages AS (
    SELECT d.id, d.household_id, d.since, d.until, sum(coalesce((p.value->>'wage_month')::bigint, 0) * 12
           + coalesce((p.value->>'wage_year')::bigint, 0))::bigint AS wages
    FROM people_declaration d CROSS JOIN LATERAL jsonb_each(d.person_facts) p
    WHERE d.until IS NULL OR d.until > %(from)s GROUP BY d.id)
"""
RAISE = """
INSERT INTO low_income_alert (household_id, area, head, cause, level, text, key, happened_on, raised_on, due_on, worker_id,
                                state, finding, disposal, referred_to, feedback)
SELECT s.household_id, h.area, p.name, s.cause, s.level, s.text, s.key, s.happened_on, %(today)s, %(due)s, w.worker_id,
       CASE WHEN w.worker_id IS NULL THEN 'new' ELSE 'assigned' END, '', '', '', ''
FROM signals s JOIN listed USING (household_id) JOIN people_household h ON h.id = s.household_id
JOIN people_person p ON p.id = h.head_id
LEFT JOIN low_income_worker w ON w.household_id = h.id AND w.until IS NULL
WHERE h.until IS NULL OR s.cause = 'death'
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
    return f"{LEADING}, signals AS ({' UNION ALL '.join(parts)}) {RAISE}"


def watch(today: date) -> int:
    """Raises what is new and returns how many. Runs inside `audit.acting`; again on the same day it changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT left(area, 6) FROM people_household")
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
