-- Daily sums know which divisions the records reached, so that the sums of an auditor of some of them cost the days, too, and not the
-- records. `divisions` is the JSON list of the leaf as it stands there; '' where nobody can say any more: days of which records were dropped
-- before this column was there.

LOCK TABLE ledger.totals IN ACCESS EXCLUSIVE MODE;
ALTER TABLE ledger.totals ADD COLUMN divisions text NOT NULL DEFAULT '';
ALTER TABLE ledger.totals ALTER COLUMN divisions DROP DEFAULT;
ALTER TABLE ledger.totals DROP CONSTRAINT totals_pkey;
-- By a hash, since a list can be longer than an entry of an index may be.
CREATE UNIQUE INDEX totals_key
  ON ledger.totals (day, department, purpose, coordinate, outcome, hashtextextended(divisions, 0));

DELETE FROM ledger.totals WHERE day >= (
  SELECT CASE WHEN min(index) = 0 THEN '-infinity' ELSE coalesce((min(time) AT TIME ZONE 'Asia/Shanghai')::date + 1, 'infinity') END FROM ledger.leaves
);

INSERT INTO ledger.totals (day, department, purpose, coordinate, outcome, divisions, disclosures, rows)
SELECT day, department, purpose, coordinate, outcome, divisions, count(*), sum(row_count)
FROM (
  SELECT (time AT TIME ZONE 'Asia/Shanghai')::date AS day, coalesce(department, '') AS department, coalesce(purpose, '') AS purpose,
    split_part(split_part(record, '"divisions":', 2), ',"grantHash":', 1) AS divisions, decision, coordinates, row_count
  FROM ledger.leaves WHERE covert IS NULL AND index < (SELECT coalesce(max(size), 0) FROM ledger.checkpoints)
) AS leaf, LATERAL (
  SELECT '*' AS coordinate, decision AS outcome
  UNION ALL
  SELECT split_part(term, '=', 1), split_part(term, '=', 2) FROM unnest(coordinates) AS term WHERE term NOT LIKE '=%'
) AS term
WHERE day >= (
  SELECT CASE WHEN min(index) = 0 THEN '-infinity' ELSE coalesce((min(time) AT TIME ZONE 'Asia/Shanghai')::date + 1, 'infinity') END FROM ledger.leaves
)
GROUP BY 1, 2, 3, 4, 5, 6;
