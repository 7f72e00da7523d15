"""Corrections of the outline and of the documents named, beside what was read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("targets", "0002_guards")]
    operations = [
        migrations.AddField(
            "plan",
            "revised",
            models.JSONField("改正后的提纲和引用", default=dict, blank=True, help_text="outline, references"),
        ),
    ]
