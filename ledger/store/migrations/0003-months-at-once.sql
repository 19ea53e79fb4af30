-- Several writers may miss the same month at the same moment. The one that waited for the lock does not see by `to_regclass` what the
-- other has just committed; CREATE TABLE looks again.

CREATE OR REPLACE FUNCTION ledger.ensure_month(moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first timestamp := date_trunc('month', moment AT TIME ZONE 'UTC');
  name text := 'leaves_' || to_char(first, 'YYYY_MM');
BEGIN
  IF to_regclass('ledger.' || name) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('ledger.ensure_month', 0));
  EXECUTE format(
    'CREATE TABLE IF NOT EXISTS ledger.%I PARTITION OF ledger.leaves FOR VALUES FROM (%L) TO (%L)',
    name, first || 'Z', (first + interval '1 month') || 'Z'
  );
END $$;
