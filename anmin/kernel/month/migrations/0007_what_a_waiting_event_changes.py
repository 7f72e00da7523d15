from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("month", "0006_life_event_changes")]
    operations = [
        migrations.AddField(
            model_name="eventproposal",
            name="programmes",
            field=models.JSONField(default=list, verbose_name="会变动的项目"),
        ),
    ]
