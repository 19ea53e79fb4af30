import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { openEmbeddedGovernance } from "../deploy/embedded/embedded-governance.ts";
import { openEmbeddedLedger } from "../deploy/embedded/embedded-ledger.ts";
import { claimsOf, findIdentity, readDemoIdentities } from "../demo/identities/demo-identities.ts";
import type { GatewayOptions } from "../gateway/config.ts";
import type { Governance } from "../gateway/decide/create-governance.ts";
import type { GovernanceFiles } from "../gateway/grant/open-governance.ts";
import { logKeyIn } from "../ledger/key-file.ts";
import type { DisclosureRecord } from "../ledger/record.ts";
import type { Ledger } from "../ledger/store/open-ledger.ts";
import { ed25519Verifier } from "../ledger/tree/key.ts";
import type { NoteVerifier } from "../ledger/tree/note.ts";
import type { Catalogue } from "../schema/catalog/catalog-item.ts";
import { startCity, type Answer, type City, type CityOptions } from "./city.ts";
import { testDatabase } from "./test-database.ts";

/** The city with everything on: tokens, grants, envelopes at every door, a ledger behind every answer. */
export interface GovernedCity extends City {
  /** Asks as a demo app's first officer in its usual case, for the app's own purpose, unless something else is stated. */
  readonly askAs: (app: string, query: string, variables?: object, more?: AskOptions) => Promise<Answer>;
  readonly tokenOf: (app: string, officer?: string, subject?: string, division?: string) => Promise<string>;
  /** The ledger behind the answers. */
  readonly ledger: Ledger;
  /** Checks the log's signatures, as everybody can. */
  readonly logVerifier: NoteVerifier;
  /** The catalogue in force. */
  readonly catalogue: () => Catalogue;
  /** For another gateway over the same departments. */
  readonly governance: Governance;
  /** The data folder, with the keys of issuer and envelopes. */
  readonly folder: string;
  /** What was recorded so far, in order. */
  readonly records: readonly DisclosureRecord[];
}

/** How a question is asked beyond its text. */
export interface AskOptions {
  /** null: the app alone. */
  readonly officer?: string | null;
  /** `Person.id` of a citizen, or credit code of a firm, who asks about themself. */
  readonly subject?: string;
  /** The jurisdiction that the token names; the officer's own unless given. */
  readonly division?: string;
  readonly purpose?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Options of a governed city. */
export interface GovernedOptions
  extends Partial<GatewayOptions>, Pick<CityOptions, "own" | "places" | "served" | "sources" | "serviceUrls"> {
  /** Path of the grants, or their source; the demo's unless given. */
  readonly grants?: GovernanceFiles["grants"];
  /** Database of the ledger, or its URL; each test file has its own. */
  readonly ledgerName: string;
}

/** Starts the city as `npm start` does, in this process. */
export const startGovernedCity = async ({
  grants,
  ledgerName,
  serviceUrls,
  ...options
}: GovernedOptions): Promise<GovernedCity> => {
  const folder = await mkdtemp(join(tmpdir(), "governed-"));
  const { governance, issuer, envelopeKeys } = await openEmbeddedGovernance(folder, pino({ level: "silent" }), grants);
  const ledgerUrl = ledgerName.includes("://") ? ledgerName : await testDatabase(ledgerName);
  const ledger = await openEmbeddedLedger(folder, ledgerUrl);
  const records: DisclosureRecord[] = [];
  const city = await startCity({
    governance,
    envelopeKeys,
    serviceUrls: { audit: ledgerUrl, ...serviceUrls },
    ledger: {
      append: async (record) => {
        const appended = await ledger.append(record);
        records.push(record);
        return appended;
      },
    },
    // What is answered is tested here, not how fast: the machine may be busy with other tests.
    bounds: { timeout: 30_000, requestTimeout: 60_000 },
    ...options,
  });
  const tokenOf: GovernedCity["tokenOf"] = (app, officer, subject, division) => {
    const claims = claimsOf(findIdentity(readDemoIdentities(), app, officer), subject);
    return issuer.issue({ ...claims, ...(division === undefined ? {} : { division }) });
  };
  const askAs: GovernedCity["askAs"] = async (app, query, variables = {}, more = {}) => {
    const identity = findIdentity(readDemoIdentities(), app).app;
    const officer = more.officer === undefined ? identity.officers[0]?.id : (more.officer ?? undefined);
    return city.ask(query, variables, {
      authorization: `Bearer ${await tokenOf(app, officer, more.subject, more.division)}`,
      "x-purpose": more.purpose ?? identity.purpose,
      "x-case": identity.case ?? "TEST-1",
      ...more.headers,
    });
  };
  const stop = async (): Promise<void> => {
    await city.stop();
    await governance.close();
    await ledger.close();
    await rm(folder, { recursive: true });
  };
  const logVerifier = ed25519Verifier((await logKeyIn(join(folder, "ledger"), ledger.origin)).verifier);
  return {
    ...city,
    askAs,
    tokenOf,
    ledger,
    logVerifier,
    records,
    catalogue: governance.catalogue,
    governance,
    folder,
    stop,
  };
};
