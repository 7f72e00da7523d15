from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lawchange", "0001_initial")]

    operations = [
        migrations.AddField("change", "rules", models.JSONField(default=list, verbose_name="规则版本")),
        migrations.AddField(
            "change", "fingerprint", models.CharField(blank=True, max_length=64, verbose_name="规则指纹")
        ),
        migrations.AlterField("change", "numbers", models.JSONField(default=list, verbose_name="标准")),
    ]
