-- What is rarely asked for and rarely there: records other than answered requests, and requests that were not answered. Without
-- these a search for them would walk through the whole log. Partial, so that the usual record pays for none of them.

CREATE INDEX leaves_other_kinds ON ledger.leaves (kind, time, index) WHERE kind <> 'disclosure';
CREATE INDEX leaves_exceptions ON ledger.leaves (decision, time, index)
  WHERE decision <> 'RELEASED' AND decision <> 'PARTIAL';
