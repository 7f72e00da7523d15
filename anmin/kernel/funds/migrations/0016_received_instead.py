"""Arrears of months that a payee lived to see, and did not receive, go to the household's head; the database lets them."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("anmin.kernel.funds.migrations.0012_checks_of_whole_statements").LINES
ONLY, OR_INSTEAD = "OR e.household_id <> c.household_id OR e.payee_id <> c.payee_id\n", (
    "OR e.household_id <> c.household_id\n"
    "        OR (e.payee_id <> c.payee_id AND NOT funds_received_instead(e.payee_id, c.payee_id, c.household_id, c.month,\n"
    "                                                                    r.month))\n"
)
INSTEAD = """
CREATE FUNCTION funds_received_instead(dead bigint, receives bigint, home bigint, of_month date, paid_in date)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM people_person p JOIN people_household h ON h.id = home AND h.head_id = receives
                   WHERE p.id = dead AND p.died_on >= of_month AND p.died_on < paid_in);
END $$;
"""
if BEFORE.count(ONLY) != 1:
    raise AssertionError("0012 no longer holds the check that is widened here")


class Migration(migrations.Migration):
    dependencies = [("funds", "0015_correct_by"), ("people", "0001_initial")]
    operations = [
        migrations.RunSQL(
            [INSTEAD, BEFORE.replace(ONLY, OR_INSTEAD)],
            [BEFORE, "DROP FUNCTION funds_received_instead(bigint, bigint, bigint, date, date)"],
        )
    ]
