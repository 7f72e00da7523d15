"""What the database itself refuses in a case: a changed step, a decision by a checker, a hand of the family."""

from django.db import migrations

GUARD = """
CREATE FUNCTION flow_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION '办理步骤只能追加, 不能修改或删除';
    END IF;
    IF NEW.duty = 'decide' AND EXISTS (
        SELECT 1 FROM flow_step s WHERE s.case_id = NEW.case_id AND s.actor_id = NEW.actor_id
        AND s.duty IN ('handle', 'check')) THEN
        RAISE EXCEPTION '审核与决定不能是同一人: 您办理或审核过本案, 不能作出决定';
    END IF;
    IF NEW.duty <> 'none' AND EXISTS (
        SELECT 1 FROM flow_case c
        JOIN people_membership m ON m.household_id = c.household_id AND (m.until IS NULL OR m.until > NEW."on")
        JOIN people_kin k ON k.person_id = m.person_id
        WHERE c.id = NEW.case_id AND k.account_id = NEW.actor_id) THEN
        RAISE EXCEPTION '您是该家庭成员的近亲属, 应当回避, 不能办理本案';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_step BEFORE INSERT OR UPDATE OR DELETE ON flow_step
    FOR EACH ROW EXECUTE FUNCTION flow_guard_step();
"""
UNDO = "DROP TRIGGER guard_step ON flow_step; DROP FUNCTION flow_guard_step();"


class Migration(migrations.Migration):
    dependencies = [("flow", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
