from django.db import migrations, models

# Accounts that hold or held a post belong to its county; keepers go on keeping everything.
NAMED = "SELECT set_config('anmin.actor_name', '升级', true)"
COUNTY_OF_FIRST_POST = """
UPDATE access_account a SET area = left(p.area, 6) || '000000'
FROM (SELECT DISTINCT ON (account_id) account_id, area FROM access_post ORDER BY account_id, since, id) p
WHERE p.account_id = a.id AND a.area = '' AND NOT a.is_keeper
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_token")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="area",
            field=models.CharField(
                blank=True,
                default="",
                help_text="系统管理员只管这里的账号；空白是整个系统",
                max_length=12,
                verbose_name="所属区划",
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="left_on",
            field=models.DateField(null=True, verbose_name="离任日期"),
        ),
        migrations.AddField(
            model_name="account",
            name="must_change",
            field=models.BooleanField(default=False, verbose_name="登录后须改密码"),
        ),
        migrations.AlterField(
            model_name="account",
            name="is_keeper",
            field=models.BooleanField(default=False, help_text="只管账号和参数，不办业务", verbose_name="系统管理"),
        ),
        migrations.RunSQL([NAMED, COUNTY_OF_FIRST_POST], migrations.RunSQL.noop),
    ]
