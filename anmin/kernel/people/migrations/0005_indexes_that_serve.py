"""Areas are varchar: an index for `LIKE` needs varchar_pattern_ops, else no query uses it."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_imports")]

    operations = [
        migrations.RemoveIndex(model_name="person", name="person_area"),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["area", "id"], name="person_area", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
        ),
        migrations.RemoveIndex(model_name="household", name="household_area"),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                fields=["area", "id"], name="household_area", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                django.db.models.functions.comparison.Collate("pinyin", "C"), models.F("id"), name="person_by_sound"
            ),
        ),
    ]
