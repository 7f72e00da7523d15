"""The sums of a person's year are kept by the database: whatever writes a settlement, they move with it."""

from django.db import migrations

KEEP = """
CREATE FUNCTION medical_aid_keep_year() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.state = 'settled' THEN
        UPDATE medical_aid_yeartotal SET own = own - OLD.own, aid = aid - OLD.aid, second_aid = second_aid - OLD.second_aid
        WHERE id_index = OLD.id_index AND year = OLD.year;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.state = 'settled' THEN
        UPDATE medical_aid_yeartotal SET own = own + NEW.own, aid = aid + NEW.aid, second_aid = second_aid + NEW.second_aid
        WHERE id_index = NEW.id_index AND year = NEW.year;
        IF NOT FOUND THEN
            RAISE EXCEPTION '% 年度没有累计, 不能结算', NEW.year USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_year AFTER INSERT OR UPDATE OR DELETE ON medical_aid_settlement
FOR EACH ROW EXECUTE FUNCTION medical_aid_keep_year();
"""
DROP = "DROP TRIGGER keep_year ON medical_aid_settlement; DROP FUNCTION medical_aid_keep_year();"


class Migration(migrations.Migration):
    dependencies = [("medical_aid", "0001_initial")]
    operations = [migrations.RunSQL(KEEP, DROP)]
