"""What the database itself refuses in money: a roll that is approved can no longer gain, lose or change a line."""

from django.db import migrations

GUARD = """
CREATE FUNCTION funds_guard_payment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    roll_state text;
BEGIN
    SELECT state INTO roll_state FROM funds_roll WHERE id = coalesce(NEW.roll_id, OLD.roll_id);
    IF roll_state IN ('approved', 'exported') THEN
        RAISE EXCEPTION '名册已批准, 发放明细不能再增加、修改或删除';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER guard_payment BEFORE INSERT OR UPDATE OR DELETE ON funds_payment
    FOR EACH ROW EXECUTE FUNCTION funds_guard_payment();
"""
UNDO = "DROP TRIGGER guard_payment ON funds_payment; DROP FUNCTION funds_guard_payment();"


class Migration(migrations.Migration):
    dependencies = [("funds", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
