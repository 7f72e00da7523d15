"""What others may read of findings set-wise: selections with fixed columns, behind which the tables may change."""

from django.conf import settings

READINGS = {
    "unanswered": (
        ("id", "household_id", "source", "found_on"),
        f"""SELECT f.id, f.household_id, f.source,
                   coalesce(f.found_on, (c.made_at AT TIME ZONE '{settings.TIME_ZONE}')::date) AS found_on
           FROM means_finding f JOIN means_check c ON c.id = f.made_by_id WHERE f.answer = ''""",
    ),
}
