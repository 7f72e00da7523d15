from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("funeral", "0003_remitted_may_be_unknown"),
    ]

    operations = [
        migrations.AddField(
            model_name="cremation",
            name="eco_fee",
            field=models.PositiveIntegerField(default=0, verbose_name="生态安葬费"),
        ),
    ]
