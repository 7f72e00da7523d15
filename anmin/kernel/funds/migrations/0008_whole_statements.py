"""Lines of a roll and of a bank file are held to their roll, payment and batch by one check of the whole statement.

What the foreign keys did stays true: nothing is written without its parent, no parent goes while it has lines.
"""

import django.db.models.deletion
from django.db import migrations, models

LINES = """
CREATE OR REPLACE FUNCTION funds_check_payments() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    PERFORM 1 FROM funds_roll WHERE id IN (SELECT DISTINCT roll_id FROM changed) FOR KEY SHARE;
    SELECT c.household_id, c.month, f.name, r.id AS of_roll, r.state, f.id IS NULL OR f.programme <> c.programme
               OR f.urban_rural <> c.urban_rural OR f.area <> r.area OR r.programme <> c.programme AS wrong_fund
        INTO wrong
        FROM changed c LEFT JOIN funds_roll r ON r.id = c.roll_id LEFT JOIN funds_fund f ON f.id = c.fund_id
        LEFT JOIN funds_entitlement e ON e.id = c.entitlement_id
        WHERE r.id IS NULL OR r.state <> 'made' OR f.id IS NULL OR f.programme <> c.programme
        OR f.urban_rural <> c.urban_rural OR f.area <> r.area OR r.programme <> c.programme
        OR e.id IS NULL OR e.household_id <> c.household_id OR e.payee_id <> c.payee_id
        OR e.programme <> c.programme OR c.month < e.since OR (e.until IS NOT NULL AND c.month >= e.until)
        OR c.month > r.month OR (c.kind = 'regular') <> (c.month = r.month) LIMIT 1;
    IF FOUND THEN
        IF wrong.of_roll IS NULL THEN
            RAISE EXCEPTION '家庭 % 的发放明细不属于任何名册', wrong.household_id;
        ELSIF wrong.state <> 'made' THEN
            RAISE EXCEPTION '名册已复核或批准, 发放明细不能再增加、修改或删除';
        ELSIF wrong.wrong_fund THEN
            RAISE EXCEPTION '专款专用: 家庭 % 的待遇不能从“%”支出', wrong.household_id, coalesce(wrong.name, '没有的资金');
        END IF;
        RAISE EXCEPTION '家庭 % 在 % 没有这项待遇, 不能发放', wrong.household_id, to_char(wrong.month, 'YYYY-MM');
    END IF;
    SELECT c.household_id, c.month INTO wrong FROM changed c JOIN funds_entitlement e ON e.id = c.entitlement_id
        JOIN funds_payment p ON p.household_id = c.household_id AND p.programme = c.programme AND p.month = c.month
        GROUP BY c.id, c.household_id, c.month, e.amount_month HAVING sum(p.amount) > e.amount_month LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '家庭 % 的 % 已经发足, 不能重复发放', wrong.household_id, to_char(wrong.month, 'YYYY-MM');
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION funds_check_remittances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM changed c LEFT JOIN funds_payment p ON p.id = c.payment_id
               LEFT JOIN funds_roll r ON r.id = p.roll_id LEFT JOIN funds_batch b ON b.id = c.batch_id
               WHERE p.id IS NULL OR b.id IS NULL OR r.id IS NULL OR r.state NOT IN ('approved', 'exported')
               OR p.amount <> c.amount OR b.roll_id <> p.roll_id) THEN
        RAISE EXCEPTION '银行明细与已批准的名册不符, 不能送银行';
    END IF;
    RETURN NULL;
END $$;
"""
PARENTS = """
CREATE FUNCTION funds_keep_roll_of_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM funds_payment WHERE roll_id = OLD.id) THEN
        RAISE EXCEPTION '名册 % 还有发放明细, 不能删除或改号', OLD.id;
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER keep_of_lines BEFORE DELETE ON funds_roll FOR EACH ROW EXECUTE FUNCTION funds_keep_roll_of_lines();
CREATE TRIGGER keep_number BEFORE UPDATE ON funds_roll FOR EACH ROW WHEN (OLD.id <> NEW.id)
    EXECUTE FUNCTION funds_keep_roll_of_lines();
CREATE TRIGGER keep_number BEFORE UPDATE ON funds_batch FOR EACH ROW WHEN (OLD.id <> NEW.id)
    EXECUTE FUNCTION funds_append_only();
"""
UNDO = """
DROP TRIGGER keep_number ON funds_batch; DROP TRIGGER keep_number ON funds_roll;
DROP TRIGGER keep_of_lines ON funds_roll; DROP FUNCTION funds_keep_roll_of_lines();
"""
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("funds", "0007_touched")]

    operations = [
        migrations.RemoveIndex(model_name="payment", name="funds_payme_payee_i_e3bac6_idx"),
        migrations.AlterField(
            model_name="payment",
            name="roll",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=PROTECT, related_name="payments", to="funds.roll"
            ),
        ),
        migrations.AlterField(
            model_name="remittance",
            name="batch",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=PROTECT, related_name="remittances", to="funds.batch"
            ),
        ),
        migrations.AlterField(
            model_name="remittance",
            name="payment",
            field=models.ForeignKey(
                db_constraint=False, on_delete=PROTECT, related_name="remittances", to="funds.payment"
            ),
        ),
        migrations.RunSQL([LINES, PARENTS], UNDO),
    ]
