-- Whether what was disclosed left as a file: an auditor finds every page of every export. Earlier records have none, and neither have answers;
-- the index holds the others only.

ALTER TABLE ledger.leaves ADD COLUMN takenAs text;
CREATE INDEX leaves_taken ON ledger.leaves (takenAs, time, index) WHERE takenAs IS NOT NULL;

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
    index, time, kind, department, app, officer, purpose, decision, covert, lifts, row_count, coordinates, subjects, caseNumber, operationId, byAgent, takenAs, record
  )
  SELECT base + ordinal - 1, to_timestamp(f[1]::numeric / 1000), f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10]::bigint,
    coalesce(string_to_array(f[11], E'\x1e'), '{}'), coalesce(string_to_array(f[12], E'\x1e'), '{}'), f[13], f[14], f[15], f[16], record
  FROM unnest(records, facets) WITH ORDINALITY AS batch (record, facet, ordinal),
    LATERAL string_to_array(facet, E'\x1f', '') AS f;
  RETURN base;
END $$;
