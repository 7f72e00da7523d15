"""What others may read of people set-wise: selections with fixed columns, behind which the tables may change."""

READINGS = {
    "households": (
        ("household_id", "area", "head", "ended_on"),
        """SELECT h.id AS household_id, h.area, p.name AS head, h.until AS ended_on
           FROM people_household h JOIN people_person p ON p.id = h.head_id""",
    ),
    "events": (
        ("id", "household_id", "kind", "happened_on", "person"),
        """SELECT e.id, e.household_id, e.kind, e."on" AS happened_on, p.name AS person
           FROM people_lifeevent e JOIN people_person p ON p.id = e.person_id WHERE e.household_id IS NOT NULL""",
    ),
    "conditions": (  # disability, illness and schooling that hold, of those who live in a household
        ("id", "household_id", "kind", "category", "grade", "since", "person"),
        """SELECT s.id, m.household_id, s.kind, s.category, s.grade, s.since, p.name AS person
           FROM people_status s JOIN people_person p ON p.id = s.person_id
           JOIN people_membership m ON m.person_id = p.id AND m.until IS NULL WHERE s.until IS NULL""",
    ),
    "declarations": (
        ("id", "household_id", "since", "until", "household_facts", "person_facts"),
        "SELECT id, household_id, since, until, household_facts, person_facts FROM people_declaration",
    ),
}
