import { setTimeout } from "node:timers/promises";
import { pino } from "pino";
import { openEmbeddedGovernance } from "../../deploy/embedded/embedded-governance.ts";
import { openEmbeddedSharing } from "../../deploy/embedded/embedded-sharing.ts";
import type { DemoApp } from "../../demo/identities/demo-identities.ts";
import { openDemoRegister, registerDemoParties } from "../../demo/sharing/demo-parties.ts";
import { openSigningKey } from "../../gateway/authenticate/signing-key.ts";
import { createGateway } from "../../gateway/create-gateway.ts";
import { grantsFromDatabase } from "../../gateway/grant/store/grants-from-database.ts";
import { statedGrants } from "../../gateway/grant/store/stated-grants.ts";
import { stateGrounds } from "../../gateway/record/state-grants.ts";
import { openTokenDesk } from "../../gateway/token/open-token-desk.ts";
import { generateKey } from "../../ledger/tree/key.ts";
import { serveSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";
import type { GovernedCity } from "../governed-city.ts";
import { testDatabase } from "../test-database.ts";

/** One more gateway over a city's departments, with the workflow, its register and the token endpoint, as `npm start` serves it. */
export interface WorkflowHub extends AsyncDisposable {
  /** Origin, without a path. */
  readonly url: string;
}

/** Opens it on a port that is free. The register has those of the demo's apps, with officers and departments, and no grants. */
export const openWorkflowHub = async (
  city: GovernedCity,
  port: number,
  parties: readonly DemoApp[],
): Promise<WorkflowHub> => {
  const logger = pino({ level: "silent" });
  const key = generateKey("test/sharing");
  const { ledger, folder } = city;
  const sharing = await openEmbeddedSharing(await testDatabase("six_apps_sharing"), ledger, key, folder);
  const database = sharing.subgraph.open(sharing.urls.serve);
  await openDemoRegister(database);
  await registerDemoParties(database, parties);
  await database.$disconnect();
  const statements = await statedGrants(ledger.database, [key.verifier]);
  const grants = grantsFromDatabase(sharing.urls.gateway, logger, { statements });
  const url = `http://127.0.0.1:${port}`;
  const tokens = { issuer: url, key: await openSigningKey(`${folder}/tokens`) };
  const { governance, envelopeKeys } = await openEmbeddedGovernance(folder, logger, grants.open, tokens);
  const desk = await openTokenDesk({ tokens, governance, database: sharing.urls.gateway, provider: undefined, logger });
  const served = await serveSubgraph(sharing.subgraph, {
    port: 0,
    databaseUrl: sharing.urls.serve,
    envelopeKeys,
    seal: city.seals.departmentSide("sharing"),
  });
  const gateway = await createGateway({
    supergraph: "schema/supergraph.graphql",
    upstream: { ...Object.fromEntries(city.urls), sharing: served.url },
    tokenDesk: desk.serve,
    governance,
    seals: city.seals.hubSide,
    ledger: { ...ledger, stateGround: stateGrounds(ledger.append), used: grants.usage.note },
    logger,
  });
  await Promise.race([grants.loaded, setTimeout(10_000, undefined, { ref: false })]);
  await gateway.listen({ port });
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      await gateway.close();
      await served.stop();
      await desk.close();
      await governance.close();
      await grants.usage.close();
    },
  };
};
