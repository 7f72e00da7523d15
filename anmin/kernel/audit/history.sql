-- History of every table, written by the database itself, one statement at a time.
-- TG_ARGV: the key column; then columns that history must not keep.
CREATE OR REPLACE FUNCTION audit_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who text := coalesce(current_setting('anmin.actor_name', true), '');
    who_id bigint := nullif(current_setting('anmin.actor', true), '')::bigint;
    why text := coalesce(current_setting('anmin.reason', true), '');
    from_request text := coalesce(current_setting('anmin.request', true), '');
    key_column text := TG_ARGV[0];
    hidden text[] := string_to_array(TG_ARGV[1], ',');
    doing text := lower(TG_OP);
    writing bigint := pg_current_xact_id()::text::bigint;  -- told once, not reckoned for each row
BEGIN
    IF who = '' THEN
        IF current_setting('application_name', true) LIKE 'anmin%' THEN
            RAISE EXCEPTION '写入 % 时没有说明操作人', TG_TABLE_NAME
                USING HINT = '用 audit.acting(...) 说明是谁、为什么';
        END IF;
        who := '未经程序: ' || session_user;
    END IF;
    IF TG_OP = 'DELETE' THEN
        INSERT INTO audit_entry (xact, kind, subject, key, actor, actor_name, reason, request, content)
        SELECT writing, doing, TG_TABLE_NAME, j->>key_column, who_id, who, why, from_request, j
        FROM (SELECT CASE WHEN hidden IS NULL THEN to_jsonb(o) ELSE to_jsonb(o) - hidden END AS j FROM old_rows o OFFSET 0) r;
    ELSE  -- OFFSET 0: each row is turned into JSON once, not once for each column that reads it
        INSERT INTO audit_entry (xact, kind, subject, key, actor, actor_name, reason, request, content)
        SELECT writing, doing, TG_TABLE_NAME, j->>key_column, who_id, who, why, from_request, j
        FROM (SELECT CASE WHEN hidden IS NULL THEN to_jsonb(n) ELSE to_jsonb(n) - hidden END AS j FROM new_rows n OFFSET 0) r;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% 只能追加, 不能修改、删除或清空', TG_TABLE_NAME;
END $$;
