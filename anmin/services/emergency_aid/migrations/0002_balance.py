"""The balance of a reserve is moved by its entries alone, and entries stay as they were written."""

from django.db import migrations

MOVE = """
CREATE FUNCTION emergency_aid_move_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION '备用金流水只能追加, 不能修改或删除';
    END IF;
    UPDATE emergency_aid_reserve
    SET balance = balance + CASE NEW.kind WHEN 'out' THEN -NEW.amount WHEN 'back' THEN -NEW.amount ELSE NEW.amount END
    WHERE id = NEW.reserve_id RETURNING balance INTO NEW.balance_after;
    RETURN NEW;
END $$;
CREATE TRIGGER move_balance BEFORE INSERT OR UPDATE OR DELETE ON emergency_aid_reserveentry
FOR EACH ROW EXECUTE FUNCTION emergency_aid_move_balance();
CREATE FUNCTION emergency_aid_guard_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.balance <> 0 THEN
        RAISE EXCEPTION '备用金从零开始, 余额只能由流水产生';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.balance <> OLD.balance AND pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION '备用金余额只能由流水产生';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_balance BEFORE INSERT OR UPDATE ON emergency_aid_reserve
FOR EACH ROW EXECUTE FUNCTION emergency_aid_guard_balance();
"""
BACK = """
DROP TRIGGER move_balance ON emergency_aid_reserveentry;
DROP TRIGGER guard_balance ON emergency_aid_reserve;
DROP FUNCTION emergency_aid_move_balance();
DROP FUNCTION emergency_aid_guard_balance();
"""


class Migration(migrations.Migration):
    dependencies = [("emergency_aid", "0001_initial")]
    operations = [migrations.RunSQL(MOVE, BACK)]
