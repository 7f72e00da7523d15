-- History of every table, written by the database itself, one statement at a time.
CREATE OR REPLACE FUNCTION audit_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who text := coalesce(current_setting('anmin.actor_name', true), '');
BEGIN
    IF who = '' THEN
        IF current_setting('application_name', true) LIKE 'anmin%' THEN
            RAISE EXCEPTION '写入 % 时没有说明操作人', TG_TABLE_NAME
                USING HINT = '用 audit.acting(...) 说明是谁、为什么';
        END IF;
        who := '未经程序: ' || session_user;
    END IF;
    IF TG_OP = 'DELETE' THEN
        INSERT INTO audit_entry (kind, subject, key, actor, actor_name, reason, request, content)
        SELECT 'delete', TG_TABLE_NAME, to_jsonb(o)->>TG_ARGV[0],
               nullif(current_setting('anmin.actor', true), '')::bigint, who,
               coalesce(current_setting('anmin.reason', true), ''),
               coalesce(current_setting('anmin.request', true), ''),
               to_jsonb(o) - 'password' - 'last_login'
        FROM old_rows o;
    ELSE
        INSERT INTO audit_entry (kind, subject, key, actor, actor_name, reason, request, content)
        SELECT lower(TG_OP), TG_TABLE_NAME, to_jsonb(n)->>TG_ARGV[0],
               nullif(current_setting('anmin.actor', true), '')::bigint, who,
               coalesce(current_setting('anmin.reason', true), ''),
               coalesce(current_setting('anmin.request', true), ''),
               to_jsonb(n) - 'password' - 'last_login'
        FROM new_rows n;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% 只能追加, 不能修改、删除或清空', TG_TABLE_NAME;
END $$;
