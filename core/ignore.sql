-- pgtrigger.ignore is a setting anyone may set: only the word of the owner's session counts (and
-- of a superuser's). session_user, because current_user is the owner inside the event triggers.
-- The library's own version also costs a caught exception a row (20,000 rows: 21 s against 1 s).
-- The function is replaced where the library put it; its owner is written in when this runs.
DO $outer$
BEGIN
    EXECUTE format($sql$
        CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name)
        RETURNS boolean LANGUAGE sql STABLE AS $$
            SELECT NULLIF(current_setting('pgtrigger.ignore', true), '') IS NOT NULL
               AND trigger_name = ANY(NULLIF(current_setting('pgtrigger.ignore', true), '')::text[])
               AND pg_has_role(session_user, %L::name, 'MEMBER')
        $$ $sql$, current_user);
END $outer$;
