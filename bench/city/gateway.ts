import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pino } from "pino";
import { parse } from "yaml";
import { openEmbeddedGovernance } from "../../deploy/embedded/embedded-governance.ts";
import { openEmbeddedLedger } from "../../deploy/embedded/embedded-ledger.ts";
import { claimsOf, findIdentity, readDemoIdentities } from "../../demo/identities/demo-identities.ts";
import { createGateway } from "../../gateway/create-gateway.ts";
import { grants as fiveDepartments } from "../five-departments/question.ts";
import { tellUsage } from "../usage.ts";

/** The demo's grants without their quotas, which a load of minutes would use up, and that of the five-department question. */
const grantsWithoutQuotas = async (folder: string): Promise<string> => {
  const text = await readFile(new URL("../../demo/sharing/grants.yaml", import.meta.url), "utf8");
  const { grants } = parse(text) as { readonly grants: readonly Readonly<Record<string, unknown>>[] };
  const path = join(folder, "grants.yaml");
  // JSON is YAML.
  const unbounded = grants.map((grant) => ({ ...grant, quota: undefined }));
  await writeFile(path, JSON.stringify({ grants: [...unbounded, ...fiveDepartments.grants] }));
  return path;
};

/** What the gateway tells of itself: the public keys at once, the rest when it knows where the departments are. */
export interface Listening {
  readonly url: string;
  /** Headers of each question's app and officer, by the name of its operation; of other apps by their own. */
  readonly headers: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The gateway in a process of its own, everything on: tokens, grants, envelopes, a durable record before each answer. */
const [, , folder = "", ledgerUrl = ""] = process.argv;
// The demo's token issuer refuses production; everything that is slower elsewhere has been imported by now.
delete process.env["NODE_ENV"];
const logger = pino({ level: "silent" });
const grants = await grantsWithoutQuotas(folder);
const { governance, issuer, envelopeKeys } = await openEmbeddedGovernance(folder, logger, grants);
process.send?.({ envelopeKeys });
const [upstream] = (await once(process, "message")) as [Readonly<Record<string, string>>];
const ledger = await openEmbeddedLedger(folder, ledgerUrl);
const gateway = await createGateway({
  supergraph: "schema/supergraph.graphql",
  upstream,
  logger,
  governance,
  ledger,
  // Subjects are drawn as no officer would: one after the other, thousands in a minute.
  callers: { guessing: null, rate: { requests: 10_000_000, seconds: 10 } },
});
const { url } = await gateway.listen({ port: 0 });
const headers: Record<string, Record<string, string>> = {};
const identities = readDemoIdentities();
for (const { id, operation = id, officers, purpose, case: file } of identities) {
  const token = await issuer.issue(claimsOf(findIdentity(identities, id, officers[0]?.id)));
  headers[operation] = { authorization: `Bearer ${token}`, "x-purpose": purpose, "x-case": file ?? "BENCH-1" };
}
const token = await issuer.issue({ app: "bench", department: "enterprise", officer: "bench", roles: ["app"] });
headers["five-departments"] = { authorization: `Bearer ${token}`, "x-purpose": "BENCH", "x-case": "BENCH-1" };
tellUsage();
process.send?.({ url, headers } satisfies Listening);
