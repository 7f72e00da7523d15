"""Fewer entries in indexes for each line, and a bank line that is paid is written in its place.

The same is refused as before: one regular line a household and month, one living remittance a payment. Each is held by
one whole index, which also finds the lines of a household and the remittances of a payment. That a remittance is paid
changes no column of an index, and half of each page is kept free for it.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Case, F, Value, When

ROOM = "ALTER TABLE funds_remittance SET (fillfactor = 50)"
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("funds", "0009_reduced_recoveries")]

    operations = [
        migrations.RemoveConstraint(model_name="payment", name="payment_once_per_household"),
        migrations.AlterField(
            model_name="payment",
            name="household",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=PROTECT,
                related_name="payments",
                to="people.household",
                verbose_name="家庭",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                F("household"),
                F("programme"),
                F("month"),
                Case(When(kind="regular", then=Value(0)), default=F("id"), output_field=models.BigIntegerField()),
                name="payment_once_per_household",
            ),
        ),
        migrations.RunSQL(ROOM, "ALTER TABLE funds_remittance RESET (fillfactor)"),
        migrations.RemoveConstraint(model_name="remittance", name="remittance_one_living_per_payment"),
        migrations.AddField(
            model_name="remittance",
            name="returned_from",
            field=models.GeneratedField(
                expression=Case(
                    When(state="returned", then=F("batch")), default=Value(0), output_field=models.BigIntegerField()
                ),
                output_field=models.BigIntegerField("退自批次", help_text="未退回为 0"),
                db_persist=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=models.UniqueConstraint(
                fields=["payment", "returned_from"], name="remittance_one_living_per_payment"
            ),
        ),
        migrations.AlterField(
            model_name="remittance",
            name="payment",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=PROTECT, related_name="remittances", to="funds.payment"
            ),
        ),
    ]
