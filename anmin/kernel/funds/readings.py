"""What others may read of entitlements set-wise: selections with fixed columns, behind which the tables may change."""

READINGS = {
    "entitled": (
        ("household_id", "programme", "since", "until"),
        "SELECT household_id, programme, since, until FROM funds_entitlement",
    ),
}
