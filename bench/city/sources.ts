import type { JSONWebKeySet } from "jose";
import { buildElectricity } from "../../demo/systems/electricity/build-system.ts";
import { startCourt } from "../../demo/systems/court/start-system.ts";
import { startPayrollBank } from "../../demo/systems/payroll-bank/start-system.ts";
import type { DepartmentDatabases } from "../../subgraphs/kit/postgres/department-databases.ts";
import { DEMO_PSEUDONYM_KEY } from "../../subgraphs/kit/pseudonym.ts";
import { serveSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";
import { readSource } from "../../subgraphs/sources/description/read-source.ts";
import { sourceSubgraph } from "../../subgraphs/sources/load-source.ts";
import { tellUsage } from "../usage.ts";

/** The sources that the six questions ask, with their old systems, in a process of their own, behind envelopes. */
const [, , folder = "", registers = "{}", envelopeKeys = "{}"] = process.argv;
// The invented people's key is refused in production; everything that is slower elsewhere has been imported by now.
delete process.env["NODE_ENV"];
process.env["HUB_PSEUDONYM_KEY"] ??= DEMO_PSEUDONYM_KEY;
const urls = JSON.parse(registers) as DepartmentDatabases;
await buildElectricity(folder, urls.enterprise);
const places: Readonly<Record<string, string>> = {
  SOURCE_ELECTRICITY_FOLDER: folder,
  SOURCE_DISHONEST_DEBTORS_URL: (await startCourt(urls.enterprise)).url,
  SOURCE_PAYROLL_RETURNS_URL: (await startPayrollBank(urls)).url,
};
const served: Record<string, string> = {};
for (const name of ["electricity", "dishonest-debtors", "payroll-returns"]) {
  const description = readSource(name);
  const { url } = await serveSubgraph(sourceSubgraph(description, { environment: places }), {
    databaseUrl: places[description.place] ?? "",
    port: 0,
    envelopeKeys: JSON.parse(envelopeKeys) as JSONWebKeySet,
  });
  served[name] = url;
}
tellUsage();
process.send?.(served);
