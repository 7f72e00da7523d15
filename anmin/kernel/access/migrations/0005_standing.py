"""A mark that changes with every commit that changed accounts or posts: what is kept of them is as fresh as the mark.

It is drawn from a sequence, so that no mark comes twice, not even after a rollback; and at the end of a transaction,
so that nobody waits for the row while holding another.
"""

from django.db import migrations

STANDING = """
    CREATE SEQUENCE access_mark;
    CREATE TABLE access_standing (one boolean PRIMARY KEY DEFAULT true CHECK (one), mark bigint NOT NULL);
    INSERT INTO access_standing (mark) VALUES (nextval('access_mark'));
    CREATE FUNCTION access_mark_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE access_standing SET mark = nextval('access_mark');
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER standing AFTER INSERT OR UPDATE OR DELETE ON access_account
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION access_mark_change();
    CREATE CONSTRAINT TRIGGER standing AFTER INSERT OR UPDATE OR DELETE ON access_post
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION access_mark_change();
"""
GONE = """
    DROP TRIGGER standing ON access_post;
    DROP TRIGGER standing ON access_account;
    DROP FUNCTION access_mark_change();
    DROP TABLE access_standing;
    DROP SEQUENCE access_mark;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_second_factor")]

    operations = [migrations.RunSQL(STANDING, GONE)]
