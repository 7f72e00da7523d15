"""Until when an account is to be corrected after the bank returned a line, and where that is said: a number of the county."""

from django.db import migrations

NUMBER = """
    FROM funds_payment p JOIN law_number n ON n.key = p.programme || '.correct_by_day'
    WHERE p.id = payment AND starts_with(p.area, n.area) AND n.since <= answered
    AND (n.until IS NULL OR n.until >= answered) ORDER BY length(n.area) DESC, n.since DESC LIMIT 1
"""
FUNCTIONS = f"""
CREATE FUNCTION funds_correct_by(payment bigint, answered date) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (date_trunc('month', answered) + interval '1 month')::date - 1 + (n.value #>> '{{}}')::int {NUMBER} $$;
CREATE FUNCTION funds_correct_basis(payment bigint, answered date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT '次月' || (n.value #>> '{{}}') || '日前（' || concat_ws(' ', n.doc, nullif(n.article, '')) || '）' {NUMBER} $$;
"""
UNDO = "DROP FUNCTION funds_correct_by(bigint, date); DROP FUNCTION funds_correct_basis(bigint, date);"


class Migration(migrations.Migration):
    dependencies = [("funds", "0014_payees_wanted"), ("law", "0003_remembered")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
