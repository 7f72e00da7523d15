"""Areas are varchar: an index for `LIKE` needs varchar_pattern_ops, else no query uses it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("flow", "0005_signers")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_area"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["area", "id"], name="case_area", opclasses=["varchar_pattern_ops", "int8_ops"]),
        ),
    ]
