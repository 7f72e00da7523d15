from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_remove_entry_audit_entry_actor_b17d6f_idx_and_more")]
    operations = [
        migrations.RemoveIndex("entry", "entry_actor"),
        migrations.AddIndex(
            "entry", models.Index(fields=["-id"], condition=models.Q(actor__isnull=False), name="entry_by_person")
        ),
    ]
