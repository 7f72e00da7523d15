"""Corrections of the outline and the references are acts too. No column changes."""

from django.db import migrations, models

ACTS = [
    ("confirm", "确认"),
    ("correct", "改正"),
    ("drop", "删去"),
    ("split", "拆分"),
    ("merge", "合并"),
    ("add", "补录"),
    ("restore", "恢复"),
    ("outline", "改正提纲"),
    ("references", "改正引用文件"),
]
BEFORE = (
    "by the row's key: its fields before; null for a row that this act made. Of the outline or the"
    " references: `revised`, null where they stood as read"
)


class Migration(migrations.Migration):
    dependencies = [("targets", "0003_revised")]
    operations = [
        migrations.AlterField("act", "kind", models.TextField("动作", choices=ACTS)),
        migrations.AlterField("act", "before", models.JSONField("之前", help_text=BEFORE)),
    ]
