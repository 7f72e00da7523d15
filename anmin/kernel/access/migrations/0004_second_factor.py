import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_where_accounts_belong")]

    operations = [
        migrations.CreateModel(
            name="SecondRequired",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=6, verbose_name="岗位")),
                ("area", models.CharField(max_length=12, verbose_name="区划")),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(null=True, verbose_name="止")),
            ],
            options={"verbose_name": "两步验证要求"},
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", models.BinaryField(verbose_name="密钥(密)")),
                ("since", models.DateField(null=True, verbose_name="启用日期")),
                ("last_step", models.BigIntegerField(default=0, verbose_name="最近用过的时段")),
                (
                    "recovery",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64),
                        default=list,
                        size=None,
                        verbose_name="恢复码(摘要)",
                    ),
                ),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={"verbose_name": "两步验证"},
        ),
    ]
