"""What the database itself refuses: another result of a what-if that was kept."""

from django.db import migrations

GUARD = """
CREATE FUNCTION whatif_guard_study() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '保存的推演不能修改或删除, 另行推演请另存一份';
END $$;
CREATE TRIGGER guard_study BEFORE UPDATE OR DELETE ON whatif_study
    FOR EACH ROW EXECUTE FUNCTION whatif_guard_study();
"""
UNDO = "DROP TRIGGER guard_study ON whatif_study; DROP FUNCTION whatif_guard_study();"


class Migration(migrations.Migration):
    dependencies = [("whatif", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
