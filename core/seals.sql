-- The hash chain over history (core/seals.py, G22); run by the owner after every migrate.
-- Event tables are those whose append-only trigger guards a column pgh_id.
CREATE OR REPLACE FUNCTION history_tables() RETURNS SETOF name
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT DISTINCT c.relname FROM pg_trigger g
    JOIN pg_class c ON c.oid = g.tgrelid AND c.relnamespace = 'public'::regnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'pgh_id' AND NOT a.attisdropped
    WHERE starts_with(g.tgname, 'pgtrigger_append_only_') ORDER BY 1
$$;

-- Nulls are left out, so that a column added later changes no old digest. The callers fix the
-- session settings (time zone, date style) that the text of a row depends on.
CREATE OR REPLACE FUNCTION history_digest(label name, event jsonb) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(label || ' ' || jsonb_strip_nulls(event)::text, 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION history_link(chain bytea, digest bytea, head bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$ SELECT sha256(coalesce(chain, head) || digest) $$;

CREATE OR REPLACE AGGREGATE history_chain(bytea, bytea)
    (SFUNC = history_link, STYPE = bytea);

-- Whether an event that lies before something already sealed, by key or by time, was written by
-- a transaction that had begun by then (it only committed later). False: put in afterwards.
-- A seal's horizon is the number of its own transaction, drawn after it read: whoever had begun
-- by then has a lower one. A database restored elsewhere counts anew, hence the look at `present`.
CREATE OR REPLACE FUNCTION history_in_time(of_label name, id bigint, at timestamptz, writer xid)
RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    present bigint := pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
    first bigint;
BEGIN
    IF id < (SELECT max(s.event_id) FROM core_seal s WHERE s.label = of_label) THEN
        SELECT min(s.horizon) FROM core_seal s WHERE s.label = of_label AND s.event_id > id
        INTO first;
    END IF;
    -- Ten minutes' grace for a clock that was put right.
    first := least(first, (SELECT s.horizon FROM core_seal s
        WHERE s.sealed_at > at + interval '10 min' ORDER BY s.sealed_at LIMIT 1));
    IF first IS NULL THEN
        RETURN true;
    END IF;
    -- Row headers keep the lower 32 bits: "before" is counted modulo 2^32.
    RETURN first < present AND ((writer::text::bigint - first) & 4294967295) >= 2147483648;
END $$;

-- Seals up to `most` events, oldest first; returns how many. One at a time; writers never wait.
CREATE OR REPLACE FUNCTION history_seal(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
SET intervalstyle = 'postgres' SET bytea_output = 'hex' AS $$
DECLARE
    t name;
    parts text[] := '{}';
    mark bigint;
    newest timestamptz;
    sealed integer;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('core_seal')) THEN
        RETURN 0;
    END IF;
    SELECT coalesce(max(sealed_at) - interval '10 min', '-infinity') FROM core_seal INTO newest;
    FOR t IN SELECT history_tables() LOOP
        SELECT coalesce(max(event_id), 0) FROM core_seal WHERE label = t INTO mark;
        -- Late committers are looked for among the last 100,000 keys, not in all of history.
        -- Materialized: the dear question is asked of the unsealed only.
        parts := parts || format($sql$ (WITH unsealed AS MATERIALIZED (
                SELECT e.pgh_id, e.pgh_created_at, e.xmin AS writer, to_jsonb(e) AS event
                FROM %1$I e WHERE e.pgh_id > %2$s - 100000 AND NOT EXISTS
                    (SELECT FROM core_seal s WHERE s.label = %1$L AND s.event_id = e.pgh_id))
            SELECT %1$L::name AS label, pgh_id, pgh_created_at, event FROM unsealed
            WHERE CASE WHEN pgh_id > %2$s AND pgh_created_at > %3$L::timestamptz
                            THEN true
                       ELSE history_in_time(%1$L, pgh_id, pgh_created_at, writer) END)
            $sql$, t, mark, newest);
    END LOOP;
    IF parts = '{}' THEN
        RETURN 0;
    END IF;
    EXECUTE format($sql$
        WITH head AS (SELECT coalesce(max(position), 0) AS position,
                (SELECT chain FROM core_seal ORDER BY position DESC LIMIT 1) AS chain FROM core_seal),
        waiting AS (SELECT * FROM (%s) e ORDER BY pgh_created_at, label, pgh_id LIMIT %s),
        digested AS (SELECT label, pgh_id, history_digest(label, event) AS digest,
                row_number() OVER (ORDER BY pgh_created_at, label, pgh_id) AS n FROM waiting)
        INSERT INTO core_seal (position, label, event_id, digest, chain, horizon, reason, sealed_at)
        SELECT head.position + n, label, pgh_id, digest,
               history_chain(digest, coalesce(head.chain, '\x')) OVER (ORDER BY n),
               pg_current_xact_id()::text::bigint, '', statement_timestamp()
        FROM digested, head $sql$, array_to_string(parts, ' UNION ALL '), most);
    GET DIAGNOSTICS sealed = ROW_COUNT;
    RETURN sealed;
END $$;

-- The owner's word that a migration, and nobody else, altered the events of one table (or that
-- the table is gone): later seals count in place of the old ones, which stay.
CREATE OR REPLACE FUNCTION history_seal_again(again name, because text) RETURNS integer
LANGUAGE plpgsql
SET search_path = public, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
SET intervalstyle = 'postgres' SET bytea_output = 'hex' AS $$
DECLARE
    source text;
    sealed integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('core_seal'));
    source := CASE WHEN again IN (SELECT history_tables())
        THEN format('SELECT e.pgh_id, history_digest(%1$L, to_jsonb(e)) AS digest FROM %1$I e', again)
        ELSE format('SELECT 0 AS pgh_id, history_digest(%L, to_jsonb(%L::text)) AS digest',
                    again, because) END;
    EXECUTE format($sql$
        WITH head AS (SELECT coalesce(max(position), 0) AS position,
                (SELECT chain FROM core_seal ORDER BY position DESC LIMIT 1) AS chain FROM core_seal),
        digested AS (SELECT pgh_id, digest, row_number() OVER (ORDER BY pgh_id) AS n FROM (%s) e)
        INSERT INTO core_seal (position, label, event_id, digest, chain, horizon, reason, sealed_at)
        SELECT head.position + n, %L, pgh_id, digest,
               history_chain(digest, coalesce(head.chain, '\x')) OVER (ORDER BY n),
               pg_current_xact_id()::text::bigint, %L, statement_timestamp()
        FROM digested, head $sql$, source, again, because);
    GET DIAGNOSTICS sealed = ROW_COUNT;
    RETURN sealed;
END $$;

-- What one table's events and their seals disagree on.
CREATE OR REPLACE FUNCTION history_table_faults(t name)
RETURNS TABLE (fault text, label name, event_id bigint) LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
SET intervalstyle = 'postgres' SET bytea_output = 'hex' AS $$
BEGIN
    RETURN QUERY EXECUTE format($sql$
        WITH renewed AS (SELECT min(position) AS since FROM core_seal
            WHERE label = %1$L AND reason <> '' AND sealed_at =
                (SELECT max(sealed_at) FROM core_seal WHERE label = %1$L AND reason <> '')),
        seals AS MATERIALIZED (SELECT DISTINCT ON (s.event_id) s.event_id, s.digest
                 FROM core_seal s WHERE s.label = %1$L AND s.event_id <> 0
                   AND s.position >= coalesce((SELECT since FROM renewed), 0)
                 ORDER BY s.event_id, s.position DESC)
        SELECT CASE WHEN e.pgh_id IS NULL THEN 'missing' WHEN s.event_id IS NULL THEN 'inserted later'
                    ELSE 'changed' END, %1$L::name, coalesce(e.pgh_id, s.event_id)
        FROM %1$I e FULL JOIN seals s ON s.event_id = e.pgh_id
        WHERE CASE WHEN s.event_id IS NULL
                   THEN NOT history_in_time(%1$L, e.pgh_id, e.pgh_created_at, e.xmin)
                   WHEN e.pgh_id IS NULL THEN true
                   ELSE history_digest(%1$L, to_jsonb(e)) <> s.digest END
        $sql$, t);
END $$;

-- Everything that is wrong with history: events by table, tables gone, links of the chain.
CREATE OR REPLACE FUNCTION history_faults()
RETURNS TABLE (fault text, label name, event_id bigint) LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT f.* FROM history_tables() t, history_table_faults(t) f
    UNION ALL
    SELECT 'table missing', s.label, count(*) FROM core_seal s
    WHERE s.label NOT IN (SELECT history_tables())
    GROUP BY s.label HAVING bool_and(s.event_id <> 0)
    UNION ALL
    SELECT 'seal broken', 'core_seal', l.position FROM (
        SELECT s.position, s.chain <> sha256(coalesce(lag(s.chain) OVER w, '\x') || s.digest)
            OR s.position <> coalesce(lag(s.position) OVER w, 0) + 1 AS broken
        FROM core_seal s WINDOW w AS (ORDER BY s.position)) l
    WHERE l.broken
$$;

REVOKE ALL ON FUNCTION history_seal_again(name, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION history_seal(integer) FROM PUBLIC;
