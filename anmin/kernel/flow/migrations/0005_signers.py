"""Signing a form of a case is work on it too: signers cannot decide it, and near relatives cannot sign."""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION flow_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION '办理步骤只能追加, 不能修改或删除';
    END IF;
    IF NEW.duty = 'decide' AND (
        EXISTS (SELECT 1 FROM flow_step s WHERE s.case_id = NEW.case_id AND s.actor_id = NEW.actor_id
                AND s.duty IN ('handle', 'check'))
        OR EXISTS (SELECT 1 FROM flow_record r WHERE r.case_id = NEW.case_id
                   AND NEW.actor_id IN (r.by_id, r.second_by_id))) THEN
        RAISE EXCEPTION '审核与决定不能是同一人: 您办理或审核过本案, 不能作出决定';
    END IF;
    IF NEW.duty <> 'none' AND flow_is_kin(NEW.case_id, NEW.actor_id, NEW."on") THEN
        RAISE EXCEPTION '您是该家庭成员的近亲属, 应当回避, 不能办理本案';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION flow_is_kin(the_case bigint, account bigint, day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM flow_case c
        JOIN people_membership m ON m.household_id = c.household_id AND (m.until IS NULL OR m.until > day)
        JOIN people_kin k ON k.person_id = m.person_id
        WHERE c.id = the_case AND k.account_id = account)
$$;
CREATE FUNCTION flow_guard_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF flow_is_kin(NEW.case_id, NEW.by_id, NEW."on")
       OR (NEW.second_by_id IS NOT NULL AND flow_is_kin(NEW.case_id, NEW.second_by_id, NEW."on")) THEN
        RAISE EXCEPTION '该家庭成员的近亲属应当回避, 不能在本案的办理记录上签字';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_record BEFORE INSERT OR UPDATE ON flow_record FOR EACH ROW EXECUTE FUNCTION flow_guard_record();
"""
UNDO = """
DROP TRIGGER guard_record ON flow_record; DROP FUNCTION flow_guard_record();
DROP FUNCTION flow_is_kin(bigint, bigint, date) CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("flow", "0004_objections")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
