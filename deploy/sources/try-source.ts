import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printSubgraphSchema } from "@apollo/subgraph";
import { composeServices } from "@theguild/federation-composition";
import { parse } from "graphql";
import { pino } from "pino";
import { stringify } from "yaml";
import { openLocalIssuer } from "../../demo/identities/local-issuer.ts";
import { openSigningKey } from "../../gateway/authenticate/signing-key.ts";
import { createGateway } from "../../gateway/create-gateway.ts";
import { openGovernance } from "../../gateway/grant/open-governance.ts";
import { CommandMistake } from "../../host/command-line.ts";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import type { CatalogItem } from "../../schema/catalog/catalog-item.ts";
import { serveSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";
import { joinedTypes, type SourceDescription } from "../../subgraphs/sources/description/source-description.ts";
import { sourceSubgraph, type SourceOptions } from "../../subgraphs/sources/load-source.ts";
import { embeddedSeals } from "../embedded/embedded-seals.ts";

/** Who asks, and what they were granted. */
export interface TriedCaller {
  readonly officer: string;
  /** The officer's jurisdiction, and the rows of the grant. */
  readonly division: string;
  /** Whether values that have a mask are granted without it. */
  readonly clear: boolean;
  /** Coordinates that are not granted. */
  readonly denied: readonly string[];
}

interface TriedQuestion {
  readonly query: string;
  readonly variables?: object;
  readonly caller: TriedCaller;
}

/** A hub of one source, with tokens, grants, envelopes and seals as any has, and without a ledger. */
export interface TriedHub {
  /** The whole answer. */
  readonly ask: (question: TriedQuestion) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

const APP = "source-try";
const PURPOSE = { code: "SOURCE_TRY", name: "试用", basis: "接入调试" };

/** @throws CommandMistake with what composition says against it */
const composed = (name: string, sdl: string): string => {
  const { supergraphSdl, errors = [] } = composeServices([{ name, typeDefs: parse(sdl), url: `http://${name}` }]);
  if (supergraphSdl !== undefined) return supergraphSdl;
  throw new CommandMistake(`The source does not compose: ${errors.map(({ message }) => message).join("; ")}`);
};

const grantsOf = (items: Iterable<CatalogItem>, { division, clear, denied }: TriedCaller): string => {
  const given = [...items].filter(({ share, coordinate }) => share === "CONDITIONAL" && !denied.includes(coordinate));
  const owners = [...new Set(given.map(({ owner }) => owner))];
  const grants = owners.map((owner) => ({
    id: `try/${owner}`,
    consumer: { app: APP },
    purpose: PURPOSE,
    validFrom: "2020-01-01T00:00:00Z",
    validTo: "2100-01-01T00:00:00Z",
    rowScope: [division],
    quota: { requestsPerDay: 10_000, subjectsPerDay: 10_000 },
    items: Object.fromEntries(
      given
        .filter((item) => item.owner === owner)
        .map(({ coordinate, mask }) => [coordinate, mask === null || clear ? "CLEAR" : "MASKED"]),
    ),
  }));
  return stringify({ grants });
};

/** Answers one question of one caller, by a gateway of its own. */
const answered = async (
  { query, variables = {}, caller }: TriedQuestion,
  sdl: string,
  folder: string,
  {
    url,
    name,
    seals,
  }: { readonly url: string; readonly name: string; readonly seals: ReturnType<typeof embeddedSeals> },
): Promise<unknown> => {
  const logger = pino({ level: "silent" });
  const issuer = await openLocalIssuer(folder);
  const signer = await openSigningKey(join(folder, "envelope"));
  const grants = join(folder, "grants.yaml");
  await writeFile(grants, grantsOf(buildCatalogue(sdl).items.values(), caller));
  const governance = await openGovernance({ grants, jwks: issuer.jwksPath, issuer: issuer.issuer, signer, logger });
  const gateway = await createGateway({
    supergraph: { sdl },
    upstream: { [name]: url },
    governance,
    seals: seals.hubSide,
    logger,
    bounds: { timeout: 30_000, requestTimeout: 60_000 },
  });
  try {
    const { officer, division } = caller;
    const token = await issuer.issue({ app: APP, department: "source-try", officer, division });
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-purpose": PURPOSE.code,
      "x-case": "SOURCE-TRY-1",
    };
    const body = JSON.stringify({ query, variables });
    const response = await gateway.fetch(new Request("http://hub/graphql", { method: "POST", headers, body }));
    return await response.json();
  } finally {
    await gateway.close();
    await governance.close();
  }
};

/**
 * Opens a hub of one source on this machine, which reads the old system itself. Nothing is recorded, so it is refused in production.
 * @param place where the old system is
 * @throws CommandMistake for a source of which nothing is classified, or that does not compose
 */
export async function openTriedHub(
  description: SourceDescription,
  place: string,
  options: SourceOptions = {},
): Promise<TriedHub> {
  if (joinedTypes(description).size === 0)
    throw new CommandMistake("Nothing of this source is classified yet: there is nothing to ask.");
  const subgraph = sourceSubgraph(description, options);
  const sdl = composed(subgraph.name, printSubgraphSchema(subgraph.schema));
  const folder = await mkdtemp(join(tmpdir(), "try-"));
  const { jwks: envelopeKeys } = await openSigningKey(join(folder, "envelope"));
  const seals = embeddedSeals([subgraph.name]);
  const seal = seals.departmentSide(subgraph.name);
  const served = await serveSubgraph(subgraph, { databaseUrl: place, port: 0, envelopeKeys, seal });
  return {
    ask: (question) => answered(question, sdl, folder, { url: served.url, name: subgraph.name, seals }),
    close: async () => {
      await served.stop();
      await rm(folder, { recursive: true });
    },
  };
}
