"""What a close found, one line per household and kind. Answered ones stay; open ones that no longer hold go.

What was answered does not come back for the same fact; where the fact has become another, it is to be answered again.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Count

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import CHECK_REVIEWS
from anmin.kernel.funds.api import Roll
from anmin.kernel.means.api import answer_by
from anmin.kernel.month.models import Close, Finding
from anmin.kernel.month.reviews import TO_KEEP_AWAY, keep_away


class Found(NamedTuple):
    """One finding: amounts in fen, None where there is none."""

    household_id: int
    kind: str
    text: str
    held: int | None = None
    due: int | None = None


# A fact but for its place on the roll, which says nothing of the household.
FACT = "(regexp_replace({0}.text, '名册第 [0-9]+ 行', ''), {0}.held, {0}.due)"

# An account found to be in order is in order next month too; an amount that is not what the rules give is asked about again.
LASTING = (Finding.Kind.SHARED_ACCOUNT, Finding.Kind.OTHER_PAYEE)


def put(close: Close, kinds: Iterable[str], found: Iterable[Found], on: date) -> None:
    """Makes the open findings of these kinds just `found` on a day, set-wise; nothing is written where nothing changed.

    What waited in the month before keeps its term; what is new, or was answered and is found again, gets its own. What was
    looked into about an account and left stays answered as long as the same is said of it.
    """
    rows = list({(f.household_id, f.kind): f for f in found}.values())
    given = {
        "close": close.pk, "kinds": list(kinds), "ids": [r.household_id for r in rows], "kind": [r.kind for r in rows],
        "text": [r.text for r in rows], "held": [r.held for r in rows], "due": [r.due for r in rows],
        "by": answer_by(on), "lasting": list(LASTING), "before": before.pk if (before := _before(close)) else None,
    }  # fmt: skip
    new = """SELECT s.*, h.area FROM unnest(%(ids)s::bigint[], %(kind)s::text[], %(text)s::text[], %(held)s::bigint[],
             %(due)s::bigint[]) AS s(household_id, kind, text, held, due) JOIN people_household h ON h.id = s.household_id"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""DELETE FROM month_finding f WHERE f.close_id = %(close)s AND f.kind = ANY(%(kinds)s) AND f.state = 'open'
                AND NOT EXISTS (SELECT 1 FROM ({new}) n WHERE n.household_id = f.household_id AND n.kind = f.kind)""",
            given,
        )
        cursor.execute(
            f"""INSERT INTO month_finding (close_id, household_id, area, kind, text, held, due, due_on, state, answer,
                                           answered_by_id, answered_on)
                SELECT %(close)s, n.household_id, n.area, n.kind, n.text, n.held, n.due, coalesce(w.due_on, %(by)s),
                       coalesce(w.state, 'open'), coalesce(w.answer, ''), w.answered_by_id, w.answered_on
                FROM ({new}) n LEFT JOIN month_finding w ON w.close_id = %(before)s
                     AND (w.household_id, w.kind) = (n.household_id, n.kind)
                     AND (w.state = 'open' OR w.state = 'kept' AND w.kind = ANY(%(lasting)s) AND w.text = n.text)
                ON CONFLICT (close_id, household_id, kind) DO UPDATE SET text = EXCLUDED.text, held = EXCLUDED.held,
                due = EXCLUDED.due, state = 'open', answer = '', answered_by_id = NULL, answered_on = NULL,
                due_on = CASE month_finding.state WHEN 'open' THEN month_finding.due_on ELSE EXCLUDED.due_on END
                WHERE (month_finding.text, month_finding.held, month_finding.due)
                      IS DISTINCT FROM (EXCLUDED.text, EXCLUDED.held, EXCLUDED.due)
                AND (month_finding.state = 'open' OR {FACT.format("month_finding")} IS DISTINCT FROM {FACT.format("EXCLUDED")})""",
            given,
        )


def _before(close: Close) -> Close | None:
    rows = Close.objects.filter(area=close.area, programme=close.programme, month__lt=close.month)
    return rows.order_by("-month").first()


# A household may have a line of the month and some of arrears: what is told of it is one thing, and their sum.
ACCOUNTS = """
WITH mine AS MATERIALIZED (
    SELECT p.household_id, p.serial, p.amount, p.bank_tail, p.payee_name, h.bank_index, q.name
    FROM funds_payment p JOIN people_household h ON h.id = p.household_id JOIN people_person q ON q.id = p.payee_id
    WHERE p.roll_id = %(roll)s),
shared AS (  -- by whatever programme the other is paid, as whoever registers an account is told
    SELECT h.bank_index, count(*) AS homes FROM people_household h
    WHERE h.until IS NULL AND h.bank_index IN (SELECT bank_index FROM mine WHERE bank_index <> '') GROUP BY 1
    HAVING count(*) > 1)
SELECT household_id, 'no_account',
       '名册第 ' || min(serial) || ' 行没有银行账号，本批不送银行，列为应付；补登账号后再次发放', sum(amount)::bigint
FROM mine WHERE bank_index = '' GROUP BY household_id
UNION ALL
SELECT household_id, 'shared_account',
       '银行账号（尾号 ' || bank_tail || '）与另外 ' || (homes - 1) || ' 户相同，请核实是否代持', sum(amount)::bigint
FROM mine JOIN shared USING (bank_index) GROUP BY household_id, bank_tail, homes
UNION ALL
SELECT household_id, 'other_payee', '账户户名“' || string_agg(DISTINCT payee_name, '、') || '”不是家庭成员，请核实是否代管' ||
       '（代管须有书面协议，民发〔2021〕57号第二十六条）', sum(amount)::bigint
FROM mine WHERE payee_name <> name AND NOT EXISTS (  -- who left or died before the month is none any more
    SELECT 1 FROM people_membership m JOIN people_person q ON q.id = m.person_id
    WHERE m.household_id = mine.household_id AND q.name = mine.payee_name
    AND (m.until IS NULL OR m.until > %(month)s) AND (q.died_on IS NULL OR q.died_on >= %(month)s))
GROUP BY household_id
"""
ACCOUNT_KINDS = (Finding.Kind.NO_ACCOUNT, Finding.Kind.SHARED_ACCOUNT, Finding.Kind.OTHER_PAYEE)


def put_accounts(close: Close, roll_id: int, on: date) -> None:
    """Lines of the roll without an account, with one shared by several households, or in a stranger's name."""
    with connection.cursor() as cursor:
        cursor.execute(ACCOUNTS, {"roll": roll_id, "month": close.month})
        found = [Found(household, kind, text, held=amount) for household, kind, text, amount in cursor.fetchall()]
    put(close, ACCOUNT_KINDS, found, on)


def counts(close: Close) -> dict[str, int]:
    """Findings by kind, in the declared order, those that there are."""
    rows = dict(close.findings.values_list("kind").annotate(n=Count("id")).order_by())
    return {kind: rows[kind] for kind in Finding.Kind.values if kind in rows}


def answered(roll: Roll) -> dict[str, int]:
    """How many findings of a roll's month were answered, by kind."""
    rows = Finding.objects.filter(close__area=roll.area, close__programme=roll.programme, close__month=roll.month)
    rows = rows.exclude(state=Finding.State.OPEN).values_list("kind").annotate(n=Count("id")).order_by()
    return dict(rows)


class FindingRefused(Exception):
    """A finding cannot be answered so. The text says what, why, and what to do."""


def may_answer(finding: Finding, who: User, on: date) -> str:
    """Why this user cannot answer the finding, in words; "" where they may."""
    if not who.may(CHECK_REVIEWS, finding.area):
        return "月结复核事项由乡镇经办或县局经办答复。"
    if finding.state != Finding.State.OPEN:
        return "这一项已经答复。"
    return TO_KEEP_AWAY if keep_away(finding, who, on) else ""


def answer(finding_id: int, *, who: User, on: date, state: str, text: str) -> Finding:
    """Says what was done about a finding: adjusted (`accepted`) or looked into and left (`kept`). Changes no money.

    Raises FindingRefused. Runs inside `audit.acting`.
    """
    finding = Finding.objects.select_for_update(of=("self",)).select_related("household__head").get(pk=finding_id)
    if why_not := may_answer(finding, who, on):
        raise FindingRefused(why_not)
    if state not in (Finding.State.ACCEPTED, Finding.State.KEPT):
        raise FindingRefused("请选择处理结果：已按测算调整，或核实后不变。")
    if len(text.strip()) < 5:
        raise FindingRefused("请写明怎样核实、作了什么处理，至少 5 个字。")
    finding.state, finding.answer = state, text.strip()
    finding.answered_by, finding.answered_on = who.account, on
    finding.save()
    return finding
