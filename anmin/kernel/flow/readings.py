"""What others may read of decisions set-wise: selections with fixed columns, behind which the tables may change."""

READINGS = {
    "granted": (
        ("id", "household_id", "service", "decided_on", "results"),
        """SELECT id, household_id, service, decided_on, reckoning->'results' AS results FROM flow_case
           WHERE outcome = 'granted'""",
    ),
}
