"""What the bank returned is found without looking at every line that was paid; a line that is paid does not touch it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("funds", "0010_lighter_lines")]

    operations = [
        migrations.AddIndex(
            model_name="remittance",
            index=models.Index(
                condition=models.Q(("returned_from__gt", 0)), fields=["payment"], name="remittance_returned"
            ),
        ),
    ]
