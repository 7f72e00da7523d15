from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_search_keys")]
    operations = [
        migrations.CreateModel(
            name="LifeEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField(verbose_name="事项")),
                ("on", models.DateField(verbose_name="发生日期")),
                ("answers", models.JSONField(default=dict, verbose_name="登记内容")),
                ("outcome", models.JSONField(default=list, verbose_name="产生的变化")),
                ("source", models.TextField(blank=True, verbose_name="来源")),
                ("told_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                (
                    "household",
                    models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="events", to="people.household"),
                ),
                ("person", models.ForeignKey(on_delete=models.PROTECT, related_name="events", to="people.person")),
            ],
            options={
                "verbose_name": "家庭变化",
                "indexes": [models.Index(fields=["kind", "on"], name="event_by_kind")],
                "constraints": [models.UniqueConstraint(fields=("person", "kind", "on"), name="event_told_once")],
            },
        ),
    ]
