"""The balance of each purpose is kept by the database: whatever writes a gift or help, it moves with it."""

from django.db import migrations

KEEP = """
CREATE FUNCTION relief_fund_add(at text, what text, more bigint, spent bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO relief_fund_balance (county, purpose, given, used) VALUES (at, what, more, spent)
    ON CONFLICT (county, purpose) DO UPDATE
    SET given = relief_fund_balance.given + EXCLUDED.given, used = relief_fund_balance.used + EXCLUDED.used;
$$;
CREATE FUNCTION relief_fund_keep_gift() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.area = NEW.area AND OLD.purpose = NEW.purpose THEN
        UPDATE relief_fund_balance SET given = given + NEW.amount - OLD.amount
        WHERE county = NEW.area AND purpose = NEW.purpose;
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        UPDATE relief_fund_balance SET given = given - OLD.amount WHERE county = OLD.area AND purpose = OLD.purpose;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM relief_fund_add(NEW.area, NEW.purpose, NEW.amount, 0);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION relief_fund_keep_help() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE relief_fund_balance SET used = used - OLD.from_purpose
        WHERE county = substr(OLD.area, 1, 6) || '000000' AND purpose = OLD.cause;
        UPDATE relief_fund_balance SET used = used - OLD.from_any
        WHERE county = substr(OLD.area, 1, 6) || '000000' AND purpose = 'any';
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE relief_fund_balance SET used = used + NEW.from_purpose
        WHERE county = substr(NEW.area, 1, 6) || '000000' AND purpose = NEW.cause;
        UPDATE relief_fund_balance SET used = used + NEW.from_any
        WHERE county = substr(NEW.area, 1, 6) || '000000' AND purpose = 'any';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_balance AFTER INSERT OR UPDATE OR DELETE ON relief_fund_gift
FOR EACH ROW EXECUTE FUNCTION relief_fund_keep_gift();
CREATE TRIGGER keep_balance AFTER INSERT OR UPDATE OR DELETE ON relief_fund_help
FOR EACH ROW EXECUTE FUNCTION relief_fund_keep_help();
"""
DROP = """
DROP TRIGGER keep_balance ON relief_fund_gift; DROP TRIGGER keep_balance ON relief_fund_help;
DROP FUNCTION relief_fund_keep_gift(); DROP FUNCTION relief_fund_keep_help(); DROP FUNCTION relief_fund_add(text, text, bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("relief_fund", "0001_initial")]
    operations = [migrations.RunSQL(KEEP, DROP)]
