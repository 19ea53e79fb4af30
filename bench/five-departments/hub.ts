import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { openEmbeddedGovernance } from "../../deploy/embedded/embedded-governance.ts";
import { openEmbeddedLedger } from "../../deploy/embedded/embedded-ledger.ts";
import { createGateway } from "../../gateway/create-gateway.ts";
import { DEPARTMENTS, type DepartmentName } from "../../subgraphs/kit/departments.ts";
import { loadSubgraph } from "../../subgraphs/kit/subgraph.ts";
import { serveSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";
import { grants } from "./question.ts";

/** The hub in one process, as `npm start` runs it: governed with its ledger, or as a bare router over open departments. */
const main = async (urls: Record<DepartmentName, string>, ledgerUrl: string, governed: boolean): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "bench-hub-"));
  const path = join(folder, "grants.yaml");
  // JSON is YAML.
  await writeFile(path, JSON.stringify(grants));
  const logger = pino({ level: "silent" });
  const { governance, issuer, envelopeKeys } = await openEmbeddedGovernance(folder, logger, path);
  const ledger = governed ? await openEmbeddedLedger(folder, ledgerUrl) : undefined;
  const subgraphs = [];
  for (const { name } of DEPARTMENTS) {
    const options = { databaseUrl: urls[name], port: 0, ...(governed ? { envelopeKeys } : {}) };
    subgraphs.push(await serveSubgraph(await loadSubgraph(name), options));
  }
  const gateway = await createGateway({
    supergraph: "schema/supergraph.graphql",
    upstream: Object.fromEntries(subgraphs.map(({ name, url }) => [name, url])),
    logger,
    ...(governed ? { governance } : {}),
    ...(ledger === undefined ? {} : { ledger }),
  });
  const { url } = await gateway.listen({ port: 0 });
  const token = await issuer.issue({ app: "bench", department: "enterprise", officer: "bench", roles: ["app"] });
  const headers = { authorization: `Bearer ${token}`, "x-purpose": "BENCH", "x-case": "BENCH-1" };
  process.send?.({ url, headers: governed ? headers : {} });
  process.on("disconnect", () => process.exit(0));
};

const [, , urls = "{}", ledgerUrl = "", mode] = process.argv;
await main(JSON.parse(urls) as Record<DepartmentName, string>, ledgerUrl, mode === "governed");
