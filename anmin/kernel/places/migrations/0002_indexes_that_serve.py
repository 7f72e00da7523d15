"""Areas are varchar: an index for `LIKE` needs varchar_pattern_ops, else no query uses it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="division", name="division_code_prefix"),
        migrations.AddIndex(
            model_name="division",
            index=models.Index(fields=["code"], name="division_code_prefix", opclasses=["varchar_pattern_ops"]),
        ),
    ]
