from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.AddField("person", "initials", models.TextField("拼音首字母", default=""), preserve_default=False),
        migrations.AddField(
            "person", "sealed_index", models.CharField(blank=True, max_length=64, default=""), preserve_default=False
        ),
        migrations.AddField(
            "household", "sealed_index", models.CharField(blank=True, max_length=64, default=""), preserve_default=False
        ),
        migrations.AlterField("person", "pinyin", models.TextField("拼音")),
        migrations.AddIndex(
            "person", models.Index(fields=["initials"], opclasses=["text_pattern_ops"], name="person_initials")
        ),
    ]
