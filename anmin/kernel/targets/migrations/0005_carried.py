"""A row may stand alike in the earlier version of its plan."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("targets", "0004_acts_around")]
    operations = [
        migrations.AddField(
            "item",
            "carried_from",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="targets.item",
                verbose_name="上一版里的同一条",
            ),
        ),
    ]
