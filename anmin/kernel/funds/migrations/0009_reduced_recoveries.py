"""A claim is lessened where the money turns out to have been due; what was paid back may be paid again."""

from django.db import migrations, models
from django.db.models import F, Q

CHECK = """
CREATE OR REPLACE FUNCTION funds_check_payments() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    PERFORM 1 FROM funds_roll WHERE id IN (SELECT DISTINCT roll_id FROM changed) FOR KEY SHARE;
    SELECT c.household_id, c.month, f.name, r.id AS of_roll, r.state, f.id IS NULL OR f.programme <> c.programme
               OR f.urban_rural <> c.urban_rural OR f.area <> r.area OR r.programme <> c.programme AS wrong_fund
        INTO wrong
        FROM changed c LEFT JOIN funds_roll r ON r.id = c.roll_id LEFT JOIN funds_fund f ON f.id = c.fund_id
        LEFT JOIN funds_entitlement e ON e.id = c.entitlement_id
        WHERE r.id IS NULL OR r.state <> 'made' OR f.id IS NULL OR f.programme <> c.programme
        OR f.urban_rural <> c.urban_rural OR f.area <> r.area OR r.programme <> c.programme
        OR e.id IS NULL OR e.household_id <> c.household_id OR e.payee_id <> c.payee_id
        OR e.programme <> c.programme OR c.month < e.since OR (e.until IS NOT NULL AND c.month >= e.until)
        OR c.month > r.month OR (c.kind = 'regular') <> (c.month = r.month) LIMIT 1;
    IF FOUND THEN
        IF wrong.of_roll IS NULL THEN
            RAISE EXCEPTION '家庭 % 的发放明细不属于任何名册', wrong.household_id;
        ELSIF wrong.state <> 'made' THEN
            RAISE EXCEPTION '名册已复核或批准, 发放明细不能再增加、修改或删除';
        ELSIF wrong.wrong_fund THEN
            RAISE EXCEPTION '专款专用: 家庭 % 的待遇不能从“%”支出', wrong.household_id, coalesce(wrong.name, '没有的资金');
        END IF;
        RAISE EXCEPTION '家庭 % 在 % 没有这项待遇, 不能发放', wrong.household_id, to_char(wrong.month, 'YYYY-MM');
    END IF;
    SELECT c.household_id, c.month INTO wrong FROM changed c JOIN funds_entitlement e ON e.id = c.entitlement_id
        JOIN funds_payment p ON p.household_id = c.household_id AND p.programme = c.programme AND p.month = c.month
        LEFT JOIN (SELECT household_id, programme, month, sum(repaid) AS amount FROM funds_recovery WHERE repaid > 0
                   GROUP BY 1, 2, 3) back
             ON back.household_id = c.household_id AND back.programme = c.programme AND back.month = c.month
        GROUP BY c.id, c.household_id, c.month, e.amount_month, back.amount
        HAVING sum(p.amount) - coalesce(back.amount, 0) > e.amount_month LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '家庭 % 的 % 已经发足, 不能重复发放', wrong.household_id, to_char(wrong.month, 'YYYY-MM');
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("funds", "0008_whole_statements")]

    operations = [
        migrations.AddField(
            model_name="recovery", name="reduced", field=models.BigIntegerField("更正减少(分)", default=0)
        ),
        migrations.RemoveConstraint(model_name="recovery", name="recovery_of_something"),
        migrations.RemoveConstraint(model_name="recovery", name="recovery_settled_in_full"),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=Q(amount__gt=0, repaid__gte=0, reduced__gte=0) & Q(amount__gte=F("repaid") + F("reduced")),
                name="recovery_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=~Q(state="settled") | Q(amount=F("repaid") + F("reduced")), name="recovery_settled_in_full"
            ),
        ),
        migrations.RunSQL(CHECK, migrations.RunSQL.noop),
    ]
