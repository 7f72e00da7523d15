from django.db import migrations, models

CAUSES = [
    ("cycle", "到期复核"),
    ("sample", "抽查"),
    ("event", "家庭变化"),
    ("finding", "测算不符"),
    ("law", "标准或规则调整"),
    ("time", "随时间到期"),
    ("told", "其他业务告知"),
    ("report", "举报反映"),
    ("objection", "对决定有异议"),
]


class Migration(migrations.Migration):
    dependencies = [("month", "0007_what_a_waiting_event_changes")]

    operations = [
        migrations.AlterField("review", "cause", models.TextField(choices=CAUSES, verbose_name="起因")),
    ]
