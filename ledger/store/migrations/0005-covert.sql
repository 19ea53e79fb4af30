-- The few covert records, to be found at once: who withholds something from people for long is asked about it.

CREATE INDEX leaves_covert ON ledger.leaves (covert, time, index) WHERE covert IS NOT NULL;
