"""What a payee did not live to receive goes to the household's new head, who stands on the bank's line from then on."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE OR REPLACE TRIGGER guard_rewritten BEFORE UPDATE ON funds_remittance FOR EACH ROW
    WHEN (OLD.state <> 'sent' OR (OLD.batch_id, OLD.payment_id, OLD.recipient_id, OLD.serial, OLD.amount, OLD.payee_name,
                                  OLD.bank_account)
          IS DISTINCT FROM (NEW.batch_id, NEW.payment_id, NEW.recipient_id, NEW.serial, NEW.amount, NEW.payee_name,
                            NEW.bank_account))
    EXECUTE FUNCTION funds_refuse_rewriting();
"""
UNDO = """
CREATE OR REPLACE TRIGGER guard_rewritten BEFORE UPDATE ON funds_remittance FOR EACH ROW
    WHEN (OLD.state <> 'sent' OR (OLD.batch_id, OLD.payment_id, OLD.serial, OLD.amount, OLD.payee_name, OLD.bank_account)
          IS DISTINCT FROM (NEW.batch_id, NEW.payment_id, NEW.serial, NEW.amount, NEW.payee_name, NEW.bank_account))
    EXECUTE FUNCTION funds_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [("funds", "0012_checks_of_whole_statements"), ("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="remittance",
            name="recipient",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                help_text="领款人已故的，由新户主领取；未代领为空",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
                verbose_name="代领人",
            ),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
