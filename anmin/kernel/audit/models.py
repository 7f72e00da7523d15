"""Private to this room. What is built on history goes through `api.py`."""

from django.db import models


class Entry(models.Model):
    """One thing that happened: a row written (by trigger) or something done or seen (by the program).

    Rows are only ever added. `xact` is the writing transaction, by which the sealer knows
    that nothing earlier can still arrive.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=models.Func(function="clock_timestamp"), editable=False)
    xact = models.BigIntegerField(db_default=models.Func(template="pg_current_xact_id()::text::bigint"), editable=False)
    kind = models.TextField()
    subject = models.TextField()
    key = models.TextField()
    actor = models.BigIntegerField(null=True)
    actor_name = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    request = models.TextField(blank=True)
    content = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "key", "id"]),
            models.Index(fields=["id"], condition=models.Q(actor__isnull=False), name="entry_of_person"),
            models.Index(fields=["xact", "id"]),
        ]


class Seal(models.Model):
    """A block of entries closed with SM3: the chain by which any later change is found."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_default=models.functions.Now(), editable=False)
    from_xact = models.BigIntegerField()
    until_xact = models.BigIntegerField()
    entries = models.BinaryField(help_text="ids of the entries, 8 bytes each, in order")
    digests = models.BinaryField(help_text="SM3 of each entry, 32 bytes each, in the same order")
    previous = models.BinaryField()
    digest = models.BinaryField()
