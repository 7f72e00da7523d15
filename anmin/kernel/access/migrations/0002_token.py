import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField(verbose_name="用途")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="SM3")),
                ("scopes", models.JSONField(help_text="权限名; 只能少于账号本身的权限", verbose_name="权限")),
                ("until", models.DateField(verbose_name="有效期至(含)")),
                ("revoked_on", models.DateField(null=True, verbose_name="作废日期")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={"verbose_name": "接口令牌"},
        ),
    ]
