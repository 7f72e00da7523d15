"""What the database itself refuses: another text of a plan, another sentence or place of a row, a row deleted."""

from django.db import migrations

GUARD = """
CREATE FUNCTION targets_guard_source() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '计划的原文收录后不能修改或删除, 有改动请收录新的一版';
END $$;
CREATE TRIGGER guard_source BEFORE UPDATE OR DELETE ON targets_source
    FOR EACH ROW EXECUTE FUNCTION targets_guard_source();

CREATE FUNCTION targets_guard_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '条目不能删除, 只能标为已删去';
    END IF;
    IF (NEW.plan_id, NEW.line, NEW.col, NEW.surface, NEW.start, NEW."end", NEW.sentence, NEW.read)
       IS DISTINCT FROM
       (OLD.plan_id, OLD.line, OLD.col, OLD.surface, OLD.start, OLD."end", OLD.sentence, OLD.read) THEN
        RAISE EXCEPTION '条目的原句、位置和读出的内容不能修改';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_item BEFORE UPDATE OR DELETE ON targets_item
    FOR EACH ROW EXECUTE FUNCTION targets_guard_item();
"""
UNDO = """
DROP TRIGGER guard_item ON targets_item; DROP FUNCTION targets_guard_item();
DROP TRIGGER guard_source ON targets_source; DROP FUNCTION targets_guard_source();
"""


class Migration(migrations.Migration):
    dependencies = [("targets", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
