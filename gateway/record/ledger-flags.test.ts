import { expect, test } from "@jest/globals";
import { pino } from "pino";
import { generateKey } from "../../ledger/tree/key.ts";
import { testDatabase } from "../../tests/test-database.ts";
import { openGatewayLedger, type LedgerFlags } from "./open-ledger.ts";

const ORIGIN = "city.example/ledger";

/** The code and message with which these flags are refused; the origin in the log's line where they are not. */
const opened = async (database: string, flags: Partial<LedgerFlags> = {}): Promise<unknown> => {
  const lines: string[] = [];
  const logger = pino({ level: "info" }, { write: (line) => void lines.push(line) });
  const url = await testDatabase(database);
  try {
    const ledger = await openGatewayLedger({ database: url, formerKeys: [], witnesses: [], ...flags }, logger);
    await ledger.close();
    const { origin, signs, witnesses, pseudonyms } = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
    return { origin, signs, witnesses, pseudonyms };
  } catch (error) {
    return [(error as { code?: unknown }).code, (error as Error).message];
  }
};
const invalid = (message: string) => ["HUB_LEDGER_INVALID", message];

test("a ledger that is configured in part only, or wrongly, is refused before anything is recorded", async () => {
  expect(await opened("ledger_flags_none")).toEqual(
    invalid("This database holds no ledger yet: name the new one with --ledger-key or --ledger-origin."),
  );
  for (const witness of ["x", "http://witness", "ftp://witness=key", "=key", "key=http://witness"])
    expect(await opened("ledger_flags_none", { origin: ORIGIN, witnesses: [witness] })).toEqual(
      invalid(`--ledger-witness must be URL=KEY, got ${witness}.`),
    );
});

test("a ledger without a key records and signs nothing, under the name that was given and later under the database's own", async () => {
  const unsigned = { origin: ORIGIN, signs: false, witnesses: 0, pseudonyms: false };
  expect(await opened("ledger_flags", { origin: ORIGIN, formerKeys: [generateKey(ORIGIN).verifier] })).toEqual(
    unsigned,
  );
  expect(await opened("ledger_flags")).toEqual(unsigned);
  expect(await opened("ledger_flags", { origin: "city.other/ledger" })).toEqual([
    expect.anything(),
    expect.stringContaining(ORIGIN),
  ]);
});
