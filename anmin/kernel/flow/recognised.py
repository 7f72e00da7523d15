"""What was recognised of a household and still holds: the results of the last granted case of a service.

For services that pay nothing but give a standing (低保边缘, 刚性支出困难), by which other services go. A service whose rules
have a result `valid_for_months` recognises for so long from the day of the decision; otherwise until decided anew.
"""

import json
from datetime import date
from typing import Any

from django.db import connection

HELD = """
SELECT household_id, results FROM (
    SELECT DISTINCT ON (c.household_id) c.household_id, c.outcome, c.decided_on, c.reckoning->'results' AS results
    FROM flow_case c WHERE c.service = %(service)s AND c.decided_on <= %(on)s
    AND (%(household)s::bigint IS NULL OR c.household_id = %(household)s) AND c.area LIKE %(prefix)s || '%%'
    ORDER BY c.household_id, c.decided_on DESC, c.id DESC) last
WHERE outcome = 'granted' AND (coalesce((results->>'valid_for_months')::int, 0) = 0
      OR decided_on + make_interval(months => (results->>'valid_for_months')::int) > %(on)s)
"""


def recognised(service: str, on: date, *, prefix: str = "", household: int | None = None) -> dict[int, dict[str, Any]]:
    """Household to the results under which it stands recognised on a day; one household's, or a whole area's."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"service": service, "on": on, "prefix": prefix, "household": household})
        return {
            key: json.loads(results) if isinstance(results, str) else results or {}
            for key, results in cursor.fetchall()
        }
