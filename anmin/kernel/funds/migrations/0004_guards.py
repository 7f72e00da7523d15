"""What the database itself refuses in money.

Whole statements are checked at once (transition tables), so that a roll of a hundred thousand lines costs one look.
"""

from django.db import migrations

PAYMENTS = """
DROP TRIGGER guard_payment ON funds_payment;
DROP FUNCTION funds_guard_payment();
CREATE FUNCTION funds_guard_payments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM changed c JOIN funds_roll r ON r.id = c.roll_id WHERE r.state <> 'made') THEN
        RAISE EXCEPTION '名册已复核或批准, 发放明细不能再增加、修改或删除';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION funds_check_payments() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    IF EXISTS (SELECT 1 FROM changed c JOIN funds_roll r ON r.id = c.roll_id WHERE r.state <> 'made') THEN
        RAISE EXCEPTION '名册已复核或批准, 发放明细不能再增加、修改或删除';
    END IF;
    SELECT c.household_id, f.name INTO wrong FROM changed c JOIN funds_roll r ON r.id = c.roll_id
        JOIN funds_fund f ON f.id = c.fund_id
        WHERE f.programme <> c.programme OR f.urban_rural <> c.urban_rural OR f.area <> r.area
        OR r.programme <> c.programme LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '专款专用: 家庭 % 的待遇不能从“%”支出', wrong.household_id, wrong.name;
    END IF;
    SELECT c.household_id, c.month INTO wrong FROM changed c JOIN funds_entitlement e ON e.id = c.entitlement_id
        JOIN funds_roll r ON r.id = c.roll_id
        WHERE e.household_id <> c.household_id OR e.programme <> c.programme OR c.month < e.since
        OR (e.until IS NOT NULL AND c.month >= e.until) OR c.month > r.month
        OR (c.kind = 'regular') <> (c.month = r.month) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '家庭 % 在 % 没有这项待遇, 不能发放', wrong.household_id, to_char(wrong.month, 'YYYY-MM');
    END IF;
    SELECT c.household_id, c.month INTO wrong FROM changed c JOIN funds_entitlement e ON e.id = c.entitlement_id
        JOIN LATERAL (SELECT sum(p.amount) AS paid FROM funds_payment p WHERE p.household_id = c.household_id
                      AND p.programme = c.programme AND p.month = c.month) s ON true
        WHERE s.paid > e.amount_month LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '家庭 % 的 % 已经发足, 不能重复发放', wrong.household_id, to_char(wrong.month, 'YYYY-MM');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_inserted AFTER INSERT ON funds_payment REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION funds_check_payments();
CREATE TRIGGER check_updated AFTER UPDATE ON funds_payment REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION funds_check_payments();
CREATE TRIGGER guard_updated AFTER UPDATE ON funds_payment REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION funds_guard_payments();
CREATE TRIGGER guard_deleted AFTER DELETE ON funds_payment REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION funds_guard_payments();
"""
ENTITLEMENTS = """
CREATE FUNCTION funds_guard_entitlement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM funds_payment p JOIN funds_roll r ON r.id = p.roll_id
               WHERE p.entitlement_id = OLD.id AND r.state IN ('approved', 'exported')) THEN
        RAISE EXCEPTION '待遇 % 已据以发放, 不能改写或删除; 请从某月起变更', OLD.id;
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER guard_deleted BEFORE DELETE ON funds_entitlement
    FOR EACH ROW EXECUTE FUNCTION funds_guard_entitlement();
CREATE TRIGGER guard_rewritten BEFORE UPDATE ON funds_entitlement FOR EACH ROW
    WHEN ((OLD.amount_month, OLD.household_id, OLD.programme, OLD.since, OLD.payee_id)
          IS DISTINCT FROM (NEW.amount_month, NEW.household_id, NEW.programme, NEW.since, NEW.payee_id))
    EXECUTE FUNCTION funds_guard_entitlement();
"""
ROLLS = """
CREATE FUNCTION funds_is_locked(county text, of_programme text, of_month date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM funds_period WHERE area = county AND programme = of_programme AND month = of_month
                   AND locked)
$$;
CREATE FUNCTION funds_guard_roll() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held record;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'made' THEN
            RAISE EXCEPTION '名册已复核或批准, 不能删除';
        END IF;
        RETURN OLD;
    END IF;
    IF funds_is_locked(OLD.area, OLD.programme, OLD.month) THEN
        RAISE EXCEPTION '% 已结账锁定, 名册不能改动', to_char(OLD.month, 'YYYY-MM');
    END IF;
    IF (OLD.state, NEW.state) NOT IN (('made', 'made'), ('made', 'reviewed'), ('reviewed', 'made'),
        ('reviewed', 'approved'), ('approved', 'exported'), ('approved', 'approved'), ('exported', 'exported')) THEN
        RAISE EXCEPTION '名册不能从“%”变为“%”', OLD.state, NEW.state;
    END IF;
    IF OLD.state <> 'made' AND (OLD.programme, OLD.month, OLD.area, OLD.households, OLD.persons, OLD.lines, OLD.amount,
        OLD.digest, OLD.movement, OLD.made_by_id) IS DISTINCT FROM (NEW.programme, NEW.month, NEW.area, NEW.households,
        NEW.persons, NEW.lines, NEW.amount, NEW.digest, NEW.movement, NEW.made_by_id) THEN
        RAISE EXCEPTION '名册已复核或批准, 不能再改动';
    END IF;
    IF OLD.state IN ('approved', 'exported') AND (OLD.reviewed_by_id, OLD.approved_by_id, OLD.approved_at)
        IS DISTINCT FROM (NEW.reviewed_by_id, NEW.approved_by_id, NEW.approved_at) THEN
        RAISE EXCEPTION '名册已批准, 复核人和批准人不能再改';
    END IF;
    IF NEW.state = 'approved' AND OLD.state = 'reviewed' THEN
        SELECT count(*) AS lines, coalesce(sum(amount), 0) AS amount INTO held FROM funds_payment WHERE roll_id = NEW.id;
        IF held.lines <> NEW.lines OR held.amount <> NEW.amount OR NEW.lines = 0 THEN
            RAISE EXCEPTION '名册合计 % 笔 % 分与明细 % 笔 % 分不符, 不能批准',
                NEW.lines, NEW.amount, held.lines, held.amount;
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_roll BEFORE UPDATE OR DELETE ON funds_roll FOR EACH ROW EXECUTE FUNCTION funds_guard_roll();
"""
BANK = """
CREATE FUNCTION funds_check_remittances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM changed c JOIN funds_payment p ON p.id = c.payment_id JOIN funds_roll r ON r.id = p.roll_id
               JOIN funds_batch b ON b.id = c.batch_id
               WHERE r.state NOT IN ('approved', 'exported') OR p.amount <> c.amount OR b.roll_id <> p.roll_id) THEN
        RAISE EXCEPTION '银行明细与已批准的名册不符, 不能送银行';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_inserted AFTER INSERT ON funds_remittance REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION funds_check_remittances();
CREATE FUNCTION funds_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '已送银行的明细只能记入一次回盘结果, 不能改动';
END $$;
CREATE TRIGGER guard_rewritten BEFORE UPDATE ON funds_remittance FOR EACH ROW
    WHEN (OLD.state <> 'sent' OR (OLD.batch_id, OLD.payment_id, OLD.serial, OLD.amount, OLD.payee_name, OLD.bank_account)
          IS DISTINCT FROM (NEW.batch_id, NEW.payment_id, NEW.serial, NEW.amount, NEW.payee_name, NEW.bank_account))
    EXECUTE FUNCTION funds_refuse_rewriting();
CREATE FUNCTION funds_check_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM funds_batch b JOIN funds_roll r ON r.id = b.roll_id
               WHERE b.id IN (SELECT DISTINCT batch_id FROM changed) AND funds_is_locked(r.area, r.programme, r.month)) THEN
        RAISE EXCEPTION '该月已结账锁定, 回盘结果不能再记入; 请先重开该月';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_updated AFTER UPDATE ON funds_remittance REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION funds_check_answers();
CREATE FUNCTION funds_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: 只能追加, 不能删除', TG_TABLE_NAME;
END $$;
CREATE TRIGGER refuse_delete BEFORE DELETE ON funds_remittance
    FOR EACH STATEMENT EXECUTE FUNCTION funds_refuse_delete();
CREATE TRIGGER refuse_delete BEFORE DELETE ON funds_batch FOR EACH STATEMENT EXECUTE FUNCTION funds_refuse_delete();
"""
LEDGER = """
CREATE FUNCTION funds_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rest bigint;
    legs integer;
BEGIN
    SELECT coalesce(sum(amount), 0), count(*) INTO rest, legs FROM funds_posting WHERE entry_id = NEW.entry_id;
    IF rest <> 0 OR legs < 2 THEN
        RAISE EXCEPTION '凭证 % 借贷不平: 相差 % 分', NEW.entry_id, rest;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_balance AFTER INSERT ON funds_posting DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION funds_check_balance();
CREATE FUNCTION funds_check_entry_has_legs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM funds_posting WHERE entry_id = NEW.id) THEN
        RAISE EXCEPTION '凭证 % 没有分录', NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_legs AFTER INSERT ON funds_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION funds_check_entry_has_legs();
CREATE FUNCTION funds_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: 账目只能追加, 更正请另作凭证', TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON funds_posting
    FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON funds_entry
    FOR EACH STATEMENT EXECUTE FUNCTION funds_append_only();
CREATE FUNCTION funds_guard_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF funds_is_locked(NEW.area, NEW.programme, NEW.month) THEN
        RAISE EXCEPTION '% 已结账锁定, 不能再记账; 请先重开该月', to_char(NEW.month, 'YYYY-MM');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_entry BEFORE INSERT ON funds_entry FOR EACH ROW EXECUTE FUNCTION funds_guard_entry();
"""
UNDO = """
DROP TRIGGER guard_entry ON funds_entry; DROP FUNCTION funds_guard_entry();
DROP TRIGGER append_only ON funds_entry; DROP TRIGGER append_only ON funds_posting; DROP FUNCTION funds_append_only();
DROP TRIGGER check_legs ON funds_entry; DROP FUNCTION funds_check_entry_has_legs();
DROP TRIGGER check_balance ON funds_posting; DROP FUNCTION funds_check_balance();
DROP TRIGGER refuse_delete ON funds_batch; DROP TRIGGER refuse_delete ON funds_remittance;
DROP FUNCTION funds_refuse_delete();
DROP TRIGGER check_updated ON funds_remittance; DROP FUNCTION funds_check_answers();
DROP TRIGGER guard_rewritten ON funds_remittance; DROP FUNCTION funds_refuse_rewriting();
DROP TRIGGER check_inserted ON funds_remittance; DROP FUNCTION funds_check_remittances();
DROP TRIGGER guard_roll ON funds_roll; DROP FUNCTION funds_guard_roll(); DROP FUNCTION funds_is_locked(text, text, date);
DROP TRIGGER guard_rewritten ON funds_entitlement; DROP TRIGGER guard_deleted ON funds_entitlement;
DROP FUNCTION funds_guard_entitlement();
DROP TRIGGER guard_deleted ON funds_payment; DROP TRIGGER guard_updated ON funds_payment;
DROP TRIGGER check_updated ON funds_payment; DROP TRIGGER check_inserted ON funds_payment;
DROP FUNCTION funds_check_payments(); DROP FUNCTION funds_guard_payments();
"""


class Migration(migrations.Migration):
    dependencies = [("funds", "0003_bank_and_ledger")]
    operations = [migrations.RunSQL([PAYMENTS, ENTITLEMENTS, ROLLS, BANK, LEDGER], UNDO)]
