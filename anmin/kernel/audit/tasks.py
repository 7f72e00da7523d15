"""What this room does in the background."""

from procrastinate.contrib.django import app

from anmin.kernel.audit.sealing import seal


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal", lock="audit.seal")
def seal_entries(timestamp: int) -> None:
    """Closes the entries of the last minute."""
    seal()
