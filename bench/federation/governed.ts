import { chmod, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pino } from "pino";
import { openEmbeddedLedger } from "../../deploy/embedded/embedded-ledger.ts";
import { openLocalIssuer } from "../../demo/identities/local-issuer.ts";
import { openSigningKey } from "../../gateway/authenticate/signing-key.ts";
import { openGovernance, type GovernanceFiles } from "../../gateway/grant/open-governance.ts";
import { startEmbeddedPostgres } from "../../deploy/postgres/embedded-postgres.ts";

/** Everything is open, of one owner. */
export const BENCH_OVERLAY = { items: { "*": { share: "UNCONDITIONAL", level: "L1", owner: "bench" } } };

/** Everything, for the apps of one department. */
export const BENCH_GRANTS = {
  grants: [
    {
      id: "bench",
      consumer: { department: "bench" },
      purpose: { code: "BENCH", name: "bench", basis: "bench" },
      validFrom: "2020-01-01T00:00:00Z",
      validTo: "2100-01-01T00:00:00Z",
      rowScope: ["*"],
      items: {},
    },
  ],
};

/**
 * Governance over a graph without directives: everything unconditional, for one app that states its purpose. Keys, grants and the
 * ledger's database, if there is one, go into a new folder below `parent`.
 */
export async function openBenchGovernance(
  parent: string,
  recorded: boolean,
  openGrants?: Exclude<GovernanceFiles["grants"], string>,
) {
  const folder = await mkdtemp(join(parent, "governed-"));
  await chmod(folder, 0o755);
  // JSON is YAML.
  const write = async (name: string, value: unknown): Promise<string> => {
    await writeFile(join(folder, name), JSON.stringify(value));
    return join(folder, name);
  };
  const issuer = await openLocalIssuer(folder, {});
  const governance = await openGovernance({
    overlay: await write("overlay.yaml", BENCH_OVERLAY),
    grants: openGrants ?? (await write("grants.yaml", BENCH_GRANTS)),
    jwks: issuer.jwksPath,
    issuer: issuer.issuer,
    signer: await openSigningKey(join(folder, "envelope")),
    logger: pino({ level: "silent" }),
  });
  const ledger = recorded
    ? await openEmbeddedLedger(folder, await (await startEmbeddedPostgres(join(folder, "postgres"))).urlOf("ledger"))
    : undefined;
  const tokenOf = (app: string): Promise<string> => issuer.issue({ app, department: "bench", roles: [] });
  const headers = { authorization: `Bearer ${await tokenOf("bench")}`, "x-purpose": "BENCH" };
  return { governance, ledger, headers, tokenOf };
}
