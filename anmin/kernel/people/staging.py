"""The SQL of a batch: staging tables and the statements that write only what differs, in their order.

Each statement is set-wise; a name beside it says which count of `Taken` its rows add to. What a batch says nothing of
(an account, an address, a member) stays as it is known.
"""

TABLES = """
CREATE TEMP TABLE stage_person (
    place int, "order" int, name text, pinyin text, initials text, id_number bytea, id_index varchar(64),
    id_tail varchar(32), sex smallint, born_on date, ethnicity varchar(2), area varchar(12), phone bytea,
    sealed_index varchar(64), relation varchar(2), disability text, grade smallint, illness text, student text,
    facts jsonb, person_id bigint, is_new boolean NOT NULL DEFAULT false
) ON COMMIT DROP;
CREATE TEMP TABLE stage_household (
    place int PRIMARY KEY, area varchar(12), urban_rural text, address bytea, bank_name text, bank_account bytea,
    bank_index varchar(64), bank_tail varchar(4), payee_name text, sealed_index varchar(64), facts jsonb,
    household_id bigint, head_id bigint, is_new boolean NOT NULL DEFAULT false
) ON COMMIT DROP;
"""
PERSON_COLUMNS = (
    "place", '"order"', "name", "pinyin", "initials", "id_number", "id_index", "id_tail", "sex", "born_on", "ethnicity",
    "area", "phone", "sealed_index", "relation", "disability", "grade", "illness", "student", "facts",
)  # fmt: skip
HOUSEHOLD_COLUMNS = (
    "place", "area", "urban_rural", "address", "bank_name", "bank_account", "bank_index", "bank_tail", "payee_name",
    "sealed_index", "facts",
)  # fmt: skip

STATEMENTS: tuple[tuple[str, str], ...] = (
    ("", "UPDATE stage_person s SET person_id = p.id FROM people_person p WHERE p.id_index = s.id_index"),
    ("", """UPDATE stage_person SET person_id = nextval(pg_get_serial_sequence('people_person', 'id')), is_new = true
            WHERE person_id IS NULL"""),
    ("new_persons", """
        INSERT INTO people_person (id, name, pinyin, initials, id_number, id_index, id_tail, sex, born_on, ethnicity,
                                   area, registered_area, phone, sealed_index)
        SELECT person_id, name, pinyin, initials, id_number, id_index, id_tail, sex, born_on, ethnicity, area, area,
               phone, sealed_index FROM stage_person WHERE is_new"""),
    ("changed_persons", """
        UPDATE people_person p SET name = s.name, pinyin = s.pinyin, initials = s.initials, ethnicity = s.ethnicity,
            area = s.area, phone = CASE WHEN s.sealed_index IN ('', p.sealed_index) THEN p.phone ELSE s.phone END,
            sealed_index = CASE WHEN s.sealed_index = '' THEN p.sealed_index ELSE s.sealed_index END
        FROM stage_person s WHERE p.id = s.person_id AND NOT s.is_new
        AND ((p.name, p.ethnicity, p.area) IS DISTINCT FROM (s.name, s.ethnicity, s.area)
             OR (s.sealed_index <> '' AND s.sealed_index <> p.sealed_index))"""),
    ("", """UPDATE stage_household h SET head_id = s.person_id, household_id = k.id
            FROM stage_person s LEFT JOIN people_household k ON k.head_id = s.person_id AND k.until IS NULL
            WHERE s.place = h.place AND s."order" = 0"""),
    ("", """UPDATE stage_household SET is_new = true,
            household_id = nextval(pg_get_serial_sequence('people_household', 'id')) WHERE household_id IS NULL"""),
    ("new_households", """
        INSERT INTO people_household (id, number, head_id, area, urban_rural, address, bank_name, bank_account, bank_index,
                                      bank_tail, payee_name, sealed_index, since)
        SELECT household_id, left(area, 9) || lpad(household_id::text, 8, '0'), head_id, area, urban_rural, address,
               bank_name, bank_account, bank_index, bank_tail, payee_name, sealed_index, %(day)s
        FROM stage_household WHERE is_new"""),
    ("changed_households", """
        UPDATE people_household k SET area = h.area, urban_rural = h.urban_rural,
            address = CASE length(h.address) WHEN 0 THEN k.address ELSE h.address END,
            bank_account = CASE WHEN h.bank_index IN ('', k.bank_index) THEN k.bank_account ELSE h.bank_account END,
            bank_index = coalesce(nullif(h.bank_index, ''), k.bank_index),
            bank_tail = coalesce(nullif(h.bank_tail, ''), k.bank_tail),
            bank_name = coalesce(nullif(h.bank_name, ''), k.bank_name),
            payee_name = coalesce(nullif(h.payee_name, ''), k.payee_name), sealed_index = h.sealed_index
        FROM stage_household h WHERE k.id = h.household_id AND NOT h.is_new
        AND (k.area, k.urban_rural, k.bank_name, k.payee_name, k.sealed_index)
            IS DISTINCT FROM (h.area, h.urban_rural, coalesce(nullif(h.bank_name, ''), k.bank_name),
                              coalesce(nullif(h.payee_name, ''), k.payee_name), h.sealed_index)"""),
    ("", """DELETE FROM people_membership m USING stage_person s, stage_household h
            WHERE m.person_id = s.person_id AND h.place = s.place AND m.until IS NULL AND m.since = %(day)s
            AND (m.household_id <> h.household_id OR m.relation <> s.relation)"""),
    ("", """UPDATE people_membership m SET until = %(day)s FROM stage_person s, stage_household h
            WHERE m.person_id = s.person_id AND h.place = s.place AND m.until IS NULL AND m.since < %(day)s
            AND (m.household_id <> h.household_id OR m.relation <> s.relation)"""),
    ("changed_members", """
        INSERT INTO people_membership (household_id, person_id, relation, since)
        SELECT h.household_id, s.person_id, s.relation, %(day)s FROM stage_person s JOIN stage_household h USING (place)
        WHERE s.is_new OR NOT EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = s.person_id AND m.until IS NULL)
        """),
    ("", "DROP TABLE IF EXISTS stage_status"),
    ("", """CREATE TEMP TABLE stage_status ON COMMIT DROP AS
            SELECT person_id, 'disability' AS kind, disability AS category, grade FROM stage_person WHERE disability <> ''
            UNION ALL SELECT person_id, 'illness', illness, NULL FROM stage_person WHERE illness <> ''
            UNION ALL SELECT person_id, 'student', student, NULL FROM stage_person WHERE student <> ''"""),
    ("changed_statuses", """
        UPDATE people_status t SET until = greatest(%(day)s, t.since) FROM stage_status s
        WHERE t.person_id = s.person_id AND t.kind = s.kind AND t.until IS NULL
        AND (t.category, t.grade) IS DISTINCT FROM (s.category, s.grade)"""),
    ("changed_statuses", """
        INSERT INTO people_status (person_id, kind, category, grade, detail, since)
        SELECT s.person_id, s.kind, s.category, s.grade, ''::bytea, %(day)s FROM stage_status s WHERE NOT EXISTS (
            SELECT 1 FROM people_status t WHERE t.person_id = s.person_id AND t.kind = s.kind AND t.until IS NULL
            AND (t.category, t.grade) IS NOT DISTINCT FROM (s.category, s.grade))"""),
    ("", "DROP TABLE IF EXISTS stage_declaration"),
    ("", """CREATE TEMP TABLE stage_declaration ON COMMIT DROP AS
            SELECT h.household_id, h.facts AS household_facts, jsonb_object_agg(s.person_id::text, s.facts) AS person_facts
            FROM stage_household h JOIN stage_person s USING (place) GROUP BY h.household_id, h.facts"""),
    ("", """UPDATE stage_declaration n SET person_facts = d.person_facts || n.person_facts FROM people_declaration d
            WHERE d.household_id = n.household_id AND d.until IS NULL"""),
    ("", """DELETE FROM stage_declaration n USING people_declaration d WHERE d.household_id = n.household_id
            AND d.until IS NULL AND d.household_facts = n.household_facts AND d.person_facts @> n.person_facts"""),
    ("new_declarations", """
        UPDATE people_declaration d SET household_facts = n.household_facts,
            person_facts = n.person_facts, source = %(source)s
        FROM stage_declaration n WHERE d.household_id = n.household_id AND d.until IS NULL AND d.since >= %(day)s"""),
    ("", """DELETE FROM stage_declaration n USING people_declaration d WHERE d.household_id = n.household_id
            AND d.until IS NULL AND d.since >= %(day)s"""),
    ("", """UPDATE people_declaration d SET until = %(day)s FROM stage_declaration n
            WHERE d.household_id = n.household_id AND d.until IS NULL"""),
    ("new_declarations", """
        INSERT INTO people_declaration (household_id, household_facts, person_facts, source, since)
        SELECT household_id, household_facts, person_facts, %(source)s, %(day)s FROM stage_declaration"""),
)  # fmt: skip
