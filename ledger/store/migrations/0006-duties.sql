-- Rights by duty. No role of the hub owns a table that it writes: the log's head, its rows and its months change by functions of the
-- owner alone. Every right that is not named here is nobody's but the owner's.

-- Refusals of witnesses: each is proof that the log was rewritten, or that an older copy was put back. While one is not settled nothing
-- is appended, by whatever process, and so nothing is released.
CREATE TABLE ledger.refusals (
  witness text NOT NULL,
  why text NOT NULL,
  told_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  settled_by text,
  settled_at timestamptz
);
CREATE INDEX refusals_open ON ledger.refusals (told_at) WHERE settled_at IS NULL;

CREATE OR REPLACE FUNCTION ledger.append(records text[], facets text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  base bigint;
BEGIN
  UPDATE ledger.head SET size = size + cardinality(records) RETURNING size - cardinality(records) INTO STRICT base;
  IF EXISTS (SELECT FROM ledger.refusals WHERE settled_at IS NULL) THEN
    RAISE EXCEPTION 'A witness has refused this log' USING ERRCODE = 'LW409';
  END IF;
  INSERT INTO ledger.leaves (
    index, time, kind, department, app, officer, purpose, decision, covert, lifts, row_count, coordinates, subjects, record
  )
  SELECT base + ordinal - 1, to_timestamp(f[1]::numeric / 1000), f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10]::bigint,
    coalesce(string_to_array(f[11], E'\x1e'), '{}'), coalesce(string_to_array(f[12], E'\x1e'), '{}'), record
  FROM unnest(records, facets) WITH ORDINALITY AS batch (record, facet, ordinal),
    LATERAL string_to_array(facet, E'\x1f', '') AS f;
  RETURN base;
END $$;

ALTER FUNCTION ledger.ensure_month(timestamptz) SECURITY DEFINER SET search_path = pg_catalog, pg_temp;

-- Takes the turn and gives it back: true when a record would be taken now.
CREATE FUNCTION ledger.would_append() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE ledger.head SET size = size;
  RETURN FOUND AND NOT EXISTS (SELECT FROM ledger.refusals WHERE settled_at IS NULL);
END $$;

-- Drops the months before the boundary, and what led searches to them. The law's 36 months are a floor, by the database's clock.
CREATE FUNCTION ledger.drop_months(boundary timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  begins timestamp := date_trunc('month', boundary AT TIME ZONE 'UTC');
  name text;
BEGIN
  IF begins > date_trunc('month', now() AT TIME ZONE 'UTC') - interval '36 months' THEN
    RAISE EXCEPTION 'Records are kept for 36 months' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR name IN
    SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    WHERE inhparent = 'ledger.leaves'::regclass AND relname ~ '^leaves_[0-9]{4}_[0-9]{2}$'
      AND relname < 'leaves_' || to_char(begins, 'YYYY_MM')
  LOOP
    EXECUTE format('DROP TABLE ledger.%I', name);
  END LOOP;
  DELETE FROM ledger.officers WHERE month < begins;
  DELETE FROM ledger.presence WHERE month < begins;
END $$;

-- Gives a role the rights of one duty, and takes all others from it:
--   read    reads everything
--   append  reads, and appends records: a gateway, the workflow
--   audit   appends, and keeps findings: the auditors' service
--   sign    appends, and keeps tiles, checkpoints, sums and refusals: the process with the log's key
CREATE FUNCTION ledger.admit(grantee text, duty text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF duty NOT IN ('read', 'append', 'audit', 'sign') THEN RAISE EXCEPTION 'No such duty: %', duty; END IF;
  EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA ledger FROM %I', grantee);
  EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM %I', grantee);
  EXECUTE format('GRANT USAGE ON SCHEMA ledger TO %I', grantee);
  EXECUTE format('GRANT SELECT ON ledger.head, ledger.leaves, ledger.tiles, ledger.checkpoints, ledger.totals, ledger.findings,
    ledger.presence, ledger.officers, ledger.summed, ledger.refusals, public.ledger_migrations TO %I', grantee);
  EXECUTE format('GRANT EXECUTE ON FUNCTION ledger.is_lifted(text) TO %I', grantee);
  IF duty = 'read' THEN RETURN; END IF;
  EXECUTE format('GRANT EXECUTE ON FUNCTION ledger.append(text[], text[]), ledger.ensure_month(timestamptz), ledger.would_append()
    TO %I', grantee);
  IF duty = 'audit' THEN EXECUTE format('GRANT INSERT, UPDATE ON ledger.findings TO %I', grantee); END IF;
  IF duty = 'sign' THEN
    EXECUTE format('GRANT INSERT, UPDATE ON ledger.tiles, ledger.totals, ledger.presence, ledger.officers TO %I', grantee);
    EXECUTE format('GRANT INSERT, UPDATE, DELETE ON ledger.checkpoints TO %I', grantee);
    EXECUTE format('GRANT UPDATE ON ledger.summed TO %I', grantee);
    EXECUTE format('GRANT INSERT ON ledger.refusals TO %I', grantee);
    EXECUTE format('GRANT EXECUTE ON FUNCTION ledger.sum_up(bigint), ledger.drop_months(timestamptz) TO %I', grantee);
  END IF;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
