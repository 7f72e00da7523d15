"""What the database itself refuses in a review: a change after the decision, and the hand of a relative."""

from django.db import migrations

GUARD = """
CREATE FUNCTION month_guard_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '复核记录只能追加, 不能删除';
    END IF;
    IF OLD.state = 'decided' THEN
        RAISE EXCEPTION '复核已经决定, 不能再改; 有异议的另行提出';
    END IF;
    IF EXISTS (
        SELECT 1 FROM people_membership m JOIN people_kin k ON k.person_id = m.person_id
        WHERE m.household_id = NEW.household_id
        AND (k.account_id = NEW.decided_by_id OR (k.account_id = NEW.checked_by_id AND NEW.state = 'proposed'))) THEN
        RAISE EXCEPTION '您是该家庭成员的近亲属, 应当回避, 不能办理本户的复核';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_review BEFORE UPDATE OR DELETE ON month_review
    FOR EACH ROW EXECUTE FUNCTION month_guard_review();
"""
UNDO = "DROP TRIGGER guard_review ON month_review; DROP FUNCTION month_guard_review();"


class Migration(migrations.Migration):
    dependencies = [("month", "0002_reviews")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
