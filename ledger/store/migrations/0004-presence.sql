-- What occurs together in which month, and when first and last: so that a search goes straight to the months that can answer it,
-- however large the log is. Kept by the sequencer, like `totals`. `verify --search` derives it again: a combination that is missing
-- here would be missing from searches.

CREATE TABLE ledger.presence (
  term text NOT NULL,
  month date NOT NULL,
  department text NOT NULL,
  app text NOT NULL,
  purpose text NOT NULL,
  decision text NOT NULL,
  records bigint NOT NULL,
  first timestamptz NOT NULL,
  last timestamptz NOT NULL,
  PRIMARY KEY (term, month, department, app, purpose, decision)
);

-- The same for officers, who are many: with what they work, not what they read.
CREATE TABLE ledger.officers (
  officer text NOT NULL,
  month date NOT NULL,
  department text NOT NULL,
  app text NOT NULL,
  purpose text NOT NULL,
  decision text NOT NULL,
  records bigint NOT NULL,
  first timestamptz NOT NULL,
  last timestamptz NOT NULL,
  PRIMARY KEY (officer, month, department, app, purpose, decision)
);

-- How many leaves are summed up in the two.
CREATE TABLE ledger.summed (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  size bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO ledger.summed (size) VALUES (0);

-- Sums up the leaves before `high` that are not yet. Terms are those of `coordinates`, and '*' for every record. Cheap for many records
-- together, dear for a few: most of it is the same combinations again.
CREATE FUNCTION ledger.sum_up(high bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  low bigint;
BEGIN
  SELECT size INTO STRICT low FROM ledger.summed FOR UPDATE;
  IF low >= high THEN RETURN; END IF;
  WITH noted AS (
    SELECT date_trunc('month', time AT TIME ZONE 'UTC')::date AS month, coalesce(department, '') AS department,
      coalesce(app, '') AS app, coalesce(purpose, '') AS purpose, decision, coordinates, officer,
      count(*) AS records, min(time) AS first, max(time) AS last
    FROM ledger.leaves WHERE index >= low AND index < high
    GROUP BY 1, 2, 3, 4, 5, 6, 7
  ), combined AS (
    SELECT month, department, app, purpose, decision, coordinates, sum(records) AS records, min(first) AS first, max(last) AS last
    FROM noted GROUP BY 1, 2, 3, 4, 5, 6
  ), terms AS (
    INSERT INTO ledger.presence AS known
    SELECT term, month, department, app, purpose, decision, sum(records), min(first), max(last)
    FROM combined, unnest(coordinates || '*'::text) AS term
    GROUP BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (term, month, department, app, purpose, decision) DO UPDATE SET records = known.records + EXCLUDED.records,
      first = least(known.first, EXCLUDED.first), last = greatest(known.last, EXCLUDED.last)
  )
  INSERT INTO ledger.officers AS known
  SELECT officer, month, department, app, purpose, decision, sum(records), min(first), max(last)
  FROM noted WHERE officer IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (officer, month, department, app, purpose, decision) DO UPDATE SET records = known.records + EXCLUDED.records,
    first = least(known.first, EXCLUDED.first), last = greatest(known.last, EXCLUDED.last);
  UPDATE ledger.summed SET size = high;
END $$;

-- Whether a covert investigation is lifted. A function, so that the few covert records alone pay for looking.
CREATE FUNCTION ledger.is_lifted(investigation text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM ledger.leaves WHERE lifts = investigation);
END $$;
