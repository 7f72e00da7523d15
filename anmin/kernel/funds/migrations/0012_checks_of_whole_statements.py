"""What is checked of every line is checked by joins of the whole statement, and looks only where more can have been paid.

An entitlement, once written, stays: no line of a roll needs a foreign key of its own to be sure of it.
"""

import django.db.models.deletion
from django.db import migrations, models

LINES = """
CREATE OR REPLACE FUNCTION funds_check_payments() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    PERFORM 1 FROM funds_roll WHERE id IN (SELECT DISTINCT roll_id FROM changed) FOR KEY SHARE;
    -- Without a limit: it would let the planner hope to find a fault at once and look up line by line.
    SELECT c.household_id, c.month, f.name, r.id AS of_roll, r.state, f.id IS NULL OR f.programme <> c.programme
               OR f.urban_rural <> c.urban_rural OR f.area <> r.area OR r.programme <> c.programme AS wrong_fund
        INTO wrong
        FROM changed c LEFT JOIN funds_roll r ON r.id = c.roll_id LEFT JOIN funds_fund f ON f.id = c.fund_id
        LEFT JOIN funds_entitlement e ON e.id = c.entitlement_id
        WHERE r.id IS NULL OR r.state <> 'made' OR f.id IS NULL OR f.programme <> c.programme
        OR f.urban_rural <> c.urban_rural OR f.area <> r.area OR r.programme <> c.programme
        OR e.id IS NULL OR e.household_id <> c.household_id OR e.payee_id <> c.payee_id
        OR e.programme <> c.programme OR c.month < e.since OR (e.until IS NOT NULL AND c.month >= e.until)
        OR c.month > r.month OR (c.kind = 'regular') <> (c.month = r.month);
    IF FOUND THEN
        IF wrong.of_roll IS NULL THEN
            RAISE EXCEPTION '家庭 % 的发放明细不属于任何名册', wrong.household_id;
        ELSIF wrong.state <> 'made' THEN
            RAISE EXCEPTION '名册已复核或批准，发放明细不能再增加、修改或删除';
        ELSIF wrong.wrong_fund THEN
            RAISE EXCEPTION '专款专用：家庭 % 的待遇不能从“%”支出', wrong.household_id, coalesce(wrong.name, '没有的资金');
        END IF;
        RAISE EXCEPTION '家庭 % 在 % 没有这项待遇，不能发放', wrong.household_id, to_char(wrong.month, 'YYYY-MM');
    END IF;
    -- A month has one regular line, so that its lines are summed only where arrears were or are paid for it.
    SELECT c.household_id, c.month INTO wrong FROM changed c JOIN funds_entitlement e ON e.id = c.entitlement_id
        LEFT JOIN (
            SELECT p.household_id, p.programme, p.month, sum(p.amount) AS amount FROM funds_payment p
            JOIN (SELECT household_id, programme, month FROM changed WHERE kind = 'arrears'
                  UNION SELECT a.household_id, a.programme, a.month FROM funds_payment a
                  WHERE a.kind = 'arrears' AND (a.programme, a.month) IN (SELECT DISTINCT programme, month FROM changed)) s
                USING (household_id, programme, month) GROUP BY 1, 2, 3) paid
            ON paid.household_id = c.household_id AND paid.programme = c.programme AND paid.month = c.month
        LEFT JOIN (SELECT household_id, programme, month, sum(repaid) AS amount FROM funds_recovery WHERE repaid > 0
                   GROUP BY 1, 2, 3) back
            ON back.household_id = c.household_id AND back.programme = c.programme AND back.month = c.month
        WHERE coalesce(paid.amount, c.amount) - coalesce(back.amount, 0) > e.amount_month;
    IF FOUND THEN
        RAISE EXCEPTION '家庭 % 的 % 已经发足，不能重复发放', wrong.household_id, to_char(wrong.month, 'YYYY-MM');
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION funds_check_remittances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong bigint;
BEGIN
    SELECT c.id INTO wrong FROM changed c LEFT JOIN funds_payment p ON p.id = c.payment_id
        LEFT JOIN funds_roll r ON r.id = p.roll_id LEFT JOIN funds_batch b ON b.id = c.batch_id
        WHERE p.id IS NULL OR b.id IS NULL OR r.id IS NULL OR r.state NOT IN ('approved', 'exported')
        OR p.amount <> c.amount OR b.roll_id <> p.roll_id;
    IF FOUND THEN
        RAISE EXCEPTION '银行明细与已批准的名册不符，不能送银行';
    END IF;
    RETURN NULL;
END $$;
"""
ENTITLEMENTS = """
DROP TRIGGER guard_deleted ON funds_entitlement;
CREATE TRIGGER refuse_delete BEFORE DELETE ON funds_entitlement
    FOR EACH STATEMENT EXECUTE FUNCTION funds_refuse_delete();
CREATE TRIGGER keep_number BEFORE UPDATE ON funds_entitlement FOR EACH ROW WHEN (OLD.id <> NEW.id)
    EXECUTE FUNCTION funds_append_only();
"""
UNDO = """
DROP TRIGGER keep_number ON funds_entitlement; DROP TRIGGER refuse_delete ON funds_entitlement;
CREATE TRIGGER guard_deleted BEFORE DELETE ON funds_entitlement
    FOR EACH ROW EXECUTE FUNCTION funds_guard_entitlement();
"""


class Migration(migrations.Migration):
    dependencies = [("funds", "0011_returned_lines")]

    operations = [
        migrations.AlterField(
            model_name="payment",
            name="entitlement",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="funds.entitlement",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                fields=["programme", "month", "household"],
                condition=models.Q(kind="arrears"),
                name="payment_arrears",
            ),
        ),
        migrations.RunSQL([LINES, ENTITLEMENTS], UNDO),
    ]
