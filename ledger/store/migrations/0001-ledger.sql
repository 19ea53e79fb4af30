-- The ledger's tables. Rows of `leaves` are the evidence; everything else is derived from them or signs them.

CREATE SCHEMA ledger;

-- The one log of this database. Its row is also the turn: whoever updates it hands out the next indexes, and commits.
CREATE TABLE ledger.head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  origin text NOT NULL,
  size bigint NOT NULL CHECK (size >= 0)
) WITH (fillfactor = 10);

-- One row per record. The columns beside `record` are only for finding it; `verify` compares them with it.
CREATE TABLE ledger.leaves (
  index bigint NOT NULL,
  time timestamptz(3) NOT NULL,
  kind text NOT NULL,
  department text,
  app text,
  officer text,
  purpose text,
  decision text NOT NULL,
  covert text,
  lifts text,
  row_count bigint NOT NULL,
  coordinates text[] NOT NULL,
  subjects text[] NOT NULL,
  record text NOT NULL
) PARTITION BY RANGE (time);

CREATE UNIQUE INDEX leaves_index ON ledger.leaves (index, time);
CREATE INDEX leaves_time ON ledger.leaves (time, index);
CREATE INDEX leaves_department ON ledger.leaves (department, time, index);
CREATE INDEX leaves_app ON ledger.leaves (app, time, index);
CREATE INDEX leaves_officer ON ledger.leaves (officer, time, index);
CREATE INDEX leaves_purpose ON ledger.leaves (purpose, time, index);
CREATE INDEX leaves_lifts ON ledger.leaves (lifts) WHERE lifts IS NOT NULL;
CREATE INDEX leaves_coordinates ON ledger.leaves USING gin (coordinates);
CREATE INDEX leaves_subjects ON ledger.leaves USING gin (subjects);

-- Keeps honest hands from slipping. A superuser can remove it; that is what the tree is for.
CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The ledger is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger.leaves
  FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();

-- Hashes of the tree in tiles of 256 (C2SP tlog-tiles). They outlive the rows that retention drops.
CREATE TABLE ledger.tiles (
  level integer NOT NULL,
  index bigint NOT NULL,
  hashes bytea NOT NULL,
  PRIMARY KEY (level, index)
);
ALTER TABLE ledger.tiles ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- Signed checkpoints: the newest, the first of every hour, and those that a witness cosigned last.
CREATE TABLE ledger.checkpoints (
  size bigint PRIMARY KEY,
  root bytea NOT NULL,
  note text NOT NULL,
  cosignatures text NOT NULL DEFAULT '',
  signed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Sums per day, kept by the sequencer. coordinate '*' counts requests, its outcome is the decision.
CREATE TABLE ledger.totals (
  day date NOT NULL,
  department text NOT NULL,
  purpose text NOT NULL,
  coordinate text NOT NULL,
  outcome text NOT NULL,
  disclosures bigint NOT NULL,
  rows bigint NOT NULL,
  PRIMARY KEY (day, department, purpose, coordinate, outcome)
);

CREATE INDEX totals_coordinate ON ledger.totals (coordinate, outcome);

-- What the anomaly rules found, and what became of it.
CREATE TABLE ledger.findings (
  id text PRIMARY KEY,
  rule text NOT NULL,
  found_at timestamptz NOT NULL,
  caller text NOT NULL,
  summary text NOT NULL,
  evidence bigint[] NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'explained', 'confirmed')),
  settled_by text,
  settled_at timestamptz,
  note text
);
CREATE INDEX findings_state ON ledger.findings (state, found_at DESC, id);

-- Creates the partition of the month (UTC) that `moment` lies in.
CREATE FUNCTION ledger.ensure_month(moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first timestamp := date_trunc('month', moment AT TIME ZONE 'UTC');
  name text := 'leaves_' || to_char(first, 'YYYY_MM');
BEGIN
  IF to_regclass('ledger.' || name) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('ledger.ensure_month', 0));
  IF to_regclass('ledger.' || name) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format(
    'CREATE TABLE ledger.%I PARTITION OF ledger.leaves FOR VALUES FROM (%L) TO (%L)',
    name, first || 'Z', (first + interval '1 month') || 'Z'
  );
END $$;

-- Writes a batch with the next dense indexes and returns the first of them. One call is one transaction: the turn (the
-- row of `head`) is held from here to the commit and no client can stall in between.
CREATE FUNCTION ledger.append(records text[], facets text[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  base bigint;
BEGIN
  UPDATE ledger.head SET size = size + cardinality(records) RETURNING size - cardinality(records) INTO STRICT base;
  INSERT INTO ledger.leaves (
    index, time, kind, department, app, officer, purpose, decision, covert, lifts, row_count, coordinates, subjects, record
  )
  SELECT base + ordinal - 1, to_timestamp(f[1]::numeric / 1000), f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10]::bigint,
    coalesce(string_to_array(f[11], E'\x1e'), '{}'), coalesce(string_to_array(f[12], E'\x1e'), '{}'), record
  FROM unnest(records, facets) WITH ORDINALITY AS batch (record, facet, ordinal),
    LATERAL string_to_array(facet, E'\x1f', '') AS f;
  RETURN base;
END $$;
