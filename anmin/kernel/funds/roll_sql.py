"""The SQL of a month's roll. `due` is all that is owed for the month and, from earlier ones, still open; `wanted` the lines.

Parameters: programme, month, prefix (digits of the county), first (earliest month that was paid here and that arrears may
reach), oldest (earliest month that arrears of a decision made here may reach), since (moment
of the roll before, less a margin), made (that moment), before (that roll, 0 if none), roll (the roll being made), last
(last month's roll, 0 if none).
"""

# Months gone by are looked at only for households of which something was recorded since the roll before (less a margin
# for transactions that were long under way), or whose payee has died: all else was settled by that roll, but for what was
# left off because its payee stood in another household too, and lines that went to the bank only after it was made.
# Where months without a roll lie between (paid by the quarter), they are looked at for everybody.
TOUCHED = """
CREATE TEMP TABLE touched ON COMMIT DROP AS
SELECT household_id FROM funds_entitlement WHERE programme = %(programme)s AND touched_at >= %(since)s
UNION SELECT household_id FROM funds_hold WHERE programme = %(programme)s
AND (touched_at >= %(since)s OR until > (SELECT month FROM funds_roll WHERE id = %(before)s))
UNION SELECT e.household_id FROM funds_entitlement e JOIN people_person p ON p.id = e.payee_id
WHERE e.programme = %(programme)s AND p.died_on IS NOT NULL AND (e.until IS NULL OR e.until > %(oldest)s)
UNION SELECT o.household_id FROM funds_roll r JOIN funds_omission o ON o.roll_id = r.id AND o.kind IN ('double', 'closed')
WHERE r.programme = %(programme)s AND r.area = %(area)s AND r.month >= %(oldest)s AND r.month < %(month)s
UNION SELECT p.household_id FROM funds_roll r JOIN funds_batch b ON b.roll_id = r.id AND b.made_at >= %(made)s
     AND (b.place > 1 OR r.id <> %(before)s)
JOIN funds_remittance m ON m.batch_id = b.id JOIN funds_payment p ON p.id = m.payment_id
WHERE r.programme = %(programme)s AND r.area = %(area)s AND r.month < %(month)s
"""
DUE = """
CREATE TEMP TABLE due ON COMMIT DROP AS
WITH span AS (
    SELECT e.id AS entitlement_id, e.household_id, e.payee_id, e.amount_month, e.persons, e.area, e.urban_rural,
           %(month)s::date AS month
    FROM funds_entitlement e WHERE e.programme = %(programme)s AND e.area LIKE %(prefix)s || '%%'
    AND e.since <= %(month)s AND (e.until IS NULL OR e.until > %(month)s)
    UNION ALL
    SELECT e.id, e.household_id, e.payee_id, e.amount_month, e.persons, e.area, e.urban_rural, m.month::date
    FROM touched t JOIN funds_entitlement e USING (household_id)
    CROSS JOIN LATERAL generate_series(
        greatest(e.since, CASE WHEN e.case_id IS NULL THEN %(first)s ELSE %(oldest)s END::date)::timestamp,
        least(coalesce(e.until, %(month)s::date), %(month)s::date)::timestamp - interval '1 day', '1 month') AS m(month)
    WHERE e.programme = %(programme)s AND e.area LIKE %(prefix)s || '%%' AND e.since < %(month)s
    AND (e.until IS NULL OR e.until > greatest(e.since, %(oldest)s::date))),
paid AS (
    SELECT p.household_id, p.month, sum(p.amount) AS amount, bool_or(p.kind = 'regular') AS regular
    FROM funds_payment p JOIN funds_roll r ON r.id = p.roll_id
    WHERE r.programme = %(programme)s AND r.month = %(month)s AND r.id <> %(roll)s AND p.month = %(month)s GROUP BY 1, 2
    UNION ALL
    SELECT household_id, month, sum(amount), bool_or(regular) FROM (
        SELECT p.household_id, p.month, p.amount, p.kind = 'regular' AS regular
        FROM touched t JOIN funds_payment p USING (household_id)
        WHERE p.programme = %(programme)s AND p.month >= %(oldest)s AND p.month < %(month)s AND p.roll_id <> %(roll)s
        UNION ALL SELECT c.household_id, c.month, -c.repaid, false  -- what was paid back was not kept
        FROM touched t JOIN funds_recovery c USING (household_id)
        WHERE c.programme = %(programme)s AND c.repaid > 0 AND c.month >= %(oldest)s AND c.month < %(month)s) kept
    GROUP BY 1, 2)
SELECT s.entitlement_id, s.household_id, q.id AS payee_id, s.persons, s.area, s.urban_rural, s.month,
       s.amount_month - coalesce(paid.amount, 0) AS amount,
       CASE WHEN s.month = %(month)s THEN 'regular' ELSE 'arrears' END AS kind,
       CASE WHEN p.died_on < s.month THEN 'died' WHEN q.died_on < %(month)s THEN 'nobody' WHEN h.until <= %(month)s THEN 'closed'
            WHEN o.id IS NOT NULL THEN 'held'
            WHEN row_number() OVER (PARTITION BY s.payee_id, s.month ORDER BY s.entitlement_id) > 1 THEN 'double'
            WHEN s.month < %(month)s AND EXISTS (  -- paid for that month through another household, and rightly
                SELECT 1 FROM funds_entitlement t JOIN funds_payment q ON q.household_id = t.household_id
                     AND q.programme = t.programme AND q.month = s.month AND q.roll_id <> %(roll)s
                WHERE t.payee_id = s.payee_id AND t.programme = %(programme)s AND t.household_id <> s.household_id
                AND t.since <= s.month AND (t.until IS NULL OR t.until > s.month)) THEN 'double'
       END AS why,
       q.name, p.died_on, h.until AS closed_on, o.reason AS held_for
FROM span s JOIN people_household h ON h.id = s.household_id JOIN people_person p ON p.id = s.payee_id
-- What a payee lived to be owed, and did not receive, goes to the household's head.
JOIN people_person q ON q.id = CASE WHEN p.died_on >= s.month AND p.died_on < %(month)s THEN h.head_id ELSE p.id END
LEFT JOIN paid ON paid.household_id = s.household_id AND paid.month = s.month
LEFT JOIN funds_hold o ON o.household_id = s.household_id AND o.programme = %(programme)s AND o.since <= s.month
     AND (o.until IS NULL OR o.until > s.month AND (NOT o.pay_back OR o.until > %(month)s))
WHERE s.amount_month > coalesce(paid.amount, 0) AND NOT (s.month = %(month)s AND coalesce(paid.regular, false))
"""
LAST = """
CREATE TEMP TABLE last_month ON COMMIT DROP AS
SELECT household_id, payee_name, area, persons, amount FROM funds_payment
WHERE roll_id = %(last)s AND kind = 'regular'
"""
WANTED = """
CREATE TEMP TABLE wanted ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY d.area, h.number, d.kind DESC, d.month)::int AS serial,
       d.entitlement_id, d.household_id, d.payee_id, d.month, d.kind, d.area, d.urban_rural, d.persons, d.amount,
       coalesce(nullif(h.payee_name, ''), d.name) AS payee_name, h.number, h.bank_name, h.bank_account, h.bank_tail,
       h.bank_index, f.id AS fund_id,
       CASE WHEN d.kind = 'arrears' THEN '补发' WHEN l.household_id IS NULL THEN '新增'
            WHEN d.amount > l.amount THEN '增发' WHEN d.amount < l.amount THEN '减发' ELSE '不变' END AS note
FROM due d JOIN people_household h ON h.id = d.household_id
JOIN funds_fund f ON f.area = %(area)s AND f.programme = %(programme)s AND f.urban_rural = d.urban_rural
LEFT JOIN last_month l ON l.household_id = d.household_id
WHERE d.why IS NULL AND NOT EXISTS (
    SELECT 1 FROM due x WHERE x.household_id = d.household_id
    AND (x.why IN ('died', 'closed') OR x.why = 'double' AND x.month = %(month)s))
"""
OMITTED = """
CREATE TEMP TABLE omitted ON COMMIT DROP AS
WITH kept AS (
    SELECT DISTINCT ON (d.household_id) d.household_id, d.name AS payee_name, d.area, d.why AS kind,
           CASE d.why WHEN 'died' THEN '领款人' || d.name || '已于 ' || d.died_on || ' 死亡，请办理停发或变更户主'
                      WHEN 'closed' THEN '家庭已于 ' || d.closed_on || ' 销户'
                      WHEN 'held' THEN '缓发：' || d.held_for
                      ELSE '领款人' || d.name || '在本项目另有一户待遇，请核实' END AS reason
    FROM due d WHERE d.why IS NOT NULL AND d.month = %(month)s ORDER BY d.household_id, d.entitlement_id),
gone AS (
    SELECT l.household_id, l.payee_name, l.area, 'ended' AS kind,
           coalesce((SELECT e.end_reason FROM funds_entitlement e WHERE e.household_id = l.household_id
                     AND e.programme = %(programme)s AND e.until <= %(month)s
                     AND (e.until > e.since OR e.end_reason !~ '^(未起发即)?变更[:：]')  -- taken back whole, by a late death
                     ORDER BY e.until DESC, e.since DESC LIMIT 1), '没有本月有效的待遇') AS reason
    FROM last_month l WHERE NOT EXISTS (SELECT 1 FROM kept k WHERE k.household_id = l.household_id)
    AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.household_id = l.household_id AND w.kind = 'regular'))
SELECT o.*, coalesce(l.persons, 0) AS last_persons, coalesce(l.amount, 0) AS last_amount
FROM (SELECT * FROM kept UNION ALL SELECT * FROM gone) o LEFT JOIN last_month l USING (household_id)
"""
LINES = """
SELECT concat_ws('|', serial, number, month, kind, payee_name, bank_index, amount, persons, urban_rural, note)
FROM wanted ORDER BY serial
"""
STORED_LINES = """
SELECT p.serial, h.number, p.month, p.kind, p.payee_name, p.bank_account, p.amount, p.persons, p.urban_rural, p.note, p.digest
FROM funds_payment p JOIN people_household h ON h.id = p.household_id WHERE p.roll_id = %s ORDER BY p.serial
"""
OMISSIONS = "SELECT household_id, kind, reason, last_persons, last_amount FROM omitted ORDER BY household_id"
CLEAR = "DELETE FROM funds_payment WHERE roll_id = %(roll)s; DELETE FROM funds_omission WHERE roll_id = %(roll)s"
PUT_LINES = """
INSERT INTO funds_payment (roll_id, entitlement_id, household_id, payee_id, fund_id, programme, month, kind, serial, area,
    urban_rural, persons, amount, payee_name, bank_name, bank_account, bank_tail, note, digest)
SELECT %(roll)s, w.entitlement_id, w.household_id, w.payee_id, w.fund_id, %(programme)s, w.month, w.kind, w.serial, w.area,
    w.urban_rural, w.persons, w.amount, w.payee_name, w.bank_name, w.bank_account, w.bank_tail, w.note, d.digest
FROM wanted w JOIN line_digest d USING (serial) ORDER BY serial
"""
PUT_OMISSIONS = """
INSERT INTO funds_omission (roll_id, household_id, payee_name, area, kind, reason, last_persons, last_amount)
SELECT %(roll)s, household_id, payee_name, area, kind, reason, last_persons, last_amount FROM omitted ORDER BY household_id
"""
MOVEMENT = """
SELECT part, count(*), coalesce(sum(persons), 0), coalesce(sum(amount), 0) FROM (
    SELECT 'opening' AS part, persons, amount FROM last_month
    UNION ALL SELECT 'closing', persons, amount FROM wanted WHERE kind = 'regular'
    UNION ALL SELECT 'arrears', 0, amount FROM wanted WHERE kind = 'arrears'
    UNION ALL SELECT 'left', last_persons, last_amount FROM omitted WHERE last_amount > 0
    UNION ALL SELECT CASE w.note WHEN '新增' THEN 'entered' WHEN '增发' THEN 'raised' WHEN '减发' THEN 'lowered' ELSE 'same' END,
           w.persons - coalesce(l.persons, 0), w.amount - coalesce(l.amount, 0)
    FROM wanted w LEFT JOIN last_month l USING (household_id) WHERE w.kind = 'regular') AS parts
GROUP BY part
"""
OVERPAID = """
WITH paid AS (
    SELECT p.household_id, p.month, min(p.fund_id) AS fund_id, min(p.payee_id) AS payee_id, sum(p.amount) AS amount
    FROM touched t JOIN funds_payment p USING (household_id)
    JOIN funds_roll r ON r.id = p.roll_id AND r.programme = %(programme)s AND r.area = %(area)s
         AND r.state = 'exported' AND r.id <> %(roll)s
    JOIN funds_remittance m ON m.payment_id = p.id AND m.state <> 'returned'
    WHERE p.month >= %(first)s GROUP BY 1, 2),
owed AS (
    SELECT paid.household_id, paid.month, sum(e.amount_month) AS amount
    FROM paid JOIN funds_entitlement e ON e.household_id = paid.household_id AND e.programme = %(programme)s
         AND e.since <= paid.month AND (e.until IS NULL OR e.until > paid.month)
    JOIN people_person o ON o.id = e.payee_id AND (o.died_on IS NULL OR o.died_on >= paid.month) GROUP BY 1, 2),
claimed AS (
    SELECT household_id, month, sum(amount - reduced) AS amount FROM funds_recovery
    WHERE programme = %(programme)s GROUP BY 1, 2),
over_paid AS (
    SELECT paid.*, paid.amount - coalesce(owed.amount, 0) - coalesce(claimed.amount, 0) AS more
    FROM paid LEFT JOIN owed USING (household_id, month) LEFT JOIN claimed USING (household_id, month))
INSERT INTO funds_recovery (household_id, programme, month, fund_id, amount, repaid, reduced, reason, state, found_on,
    closed_reason)
SELECT t.household_id, %(programme)s, t.month, t.fund_id, t.more, 0, 0,
       coalesce((SELECT '领款人已于 ' || o.died_on || ' 死亡' FROM funds_entitlement e JOIN people_person o ON o.id = e.payee_id
                 WHERE e.household_id = t.household_id AND e.programme = %(programme)s AND e.since <= t.month
                 AND (e.until IS NULL OR e.until > t.month) AND o.died_on < t.month LIMIT 1),
                (SELECT regexp_replace(e.end_reason, '^(未起发即)?变更[:：] *', '') FROM funds_entitlement e
                 WHERE e.household_id = t.household_id AND e.programme = %(programme)s AND e.until <= t.month
                 ORDER BY e.until DESC LIMIT 1),
                CASE WHEN q.died_on < t.month THEN '领款人已于 ' || q.died_on || ' 死亡' ELSE '待遇已变更' END),
       'open', %(today)s, ''
FROM over_paid t JOIN people_person q ON q.id = t.payee_id WHERE t.more > 0
"""
SEEN = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_current_xact_id()::text::bigint,
       (SELECT coalesce(max(id), 0) FROM audit_entry)
"""
# Written by a transaction that the roll could not see, or by its own after it was made.
CHANGED_SINCE = """
SELECT EXISTS (SELECT 1 FROM audit_entry WHERE subject = ANY(%s) AND xact >= %s AND NOT (xact = %s AND id <= %s)
               AND NOT (subject = 'funds_roll' AND key = %s))
"""
