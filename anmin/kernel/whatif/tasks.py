"""What this room does in the background: the people of each county are kept at hand, so that nobody waits for them."""

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from anmin.kernel.whatif.api import kinds, population

COUNTIES = "SELECT DISTINCT left(area, 6) FROM people_household"


@app.periodic(cron="*/10 * * * *")
@app.task(name="whatif.keep_at_hand", queueing_lock="whatif.keep_at_hand", lock="whatif.keep_at_hand")
def keep_at_hand(timestamp: int) -> None:
    """Reads everybody on a new day, and afterwards those alone of whom something was written."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTIES)
        counties = [row[0] for row in cursor.fetchall()]
    for area in counties:
        population(area, timezone.localdate(), kinds())
