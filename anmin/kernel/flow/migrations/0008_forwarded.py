"""A request may be sent on to another place, where it is decided."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("flow", "0007_whose_turn")]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="outcome",
            field=models.TextField(
                blank=True,
                choices=[
                    ("", "办理中"), ("granted", "同意"), ("refused", "不予同意"), ("not_accepted", "不予受理"),
                    ("withdrawn", "撤回"), ("terminated", "终止"), ("forwarded", "转外地办理"),
                ],
                default="",
                verbose_name="结果",
            ),
        ),
    ]  # fmt: skip
