import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FULL_TERM = (
    models.Q(ended_on__isnull=True)
    | models.Q(disputed=True)
    | ~models.Q(broken_off="")
    | models.Q(ended_on__gt=models.F("closes_on"))
)


class Migration(migrations.Migration):
    dependencies = [
        ("flow", "0003_remove_case_case_one_open_per_service_and_more"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "notice", "broken_off", models.TextField(blank=True, default="", verbose_name="提前结束的原因")
        ),
        migrations.RemoveConstraint("notice", "notice_full_term"),
        migrations.AddConstraint("notice", models.CheckConstraint(condition=FULL_TERM, name="notice_full_term")),
        migrations.AddField(
            "objection",
            "about",
            models.TextField(choices=[("notice", "公示"), ("decision", "决定")], default="notice", verbose_name="对象"),
        ),
        migrations.AddField(
            "objection",
            "resolved_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            "objection",
            models.Index(condition=models.Q(resolved_on__isnull=True), fields=["case"], name="objection_waiting"),
        ),
    ]
