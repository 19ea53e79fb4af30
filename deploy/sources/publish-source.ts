import { createHash } from "node:crypto";
import { printSubgraphSchema } from "@apollo/subgraph";
import { parse, print, visit } from "graphql";
import { CommandMistake } from "../../host/command-line.ts";
import type { SourceDescription } from "../../subgraphs/sources/description/source-description.ts";
import { sourceSchema } from "../../subgraphs/sources/graph/source-graph.ts";
import { composeWith } from "./check-source.ts";

/** What the hub answered to one operation of the workflow. */
interface WorkflowAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly { readonly message: string }[] | undefined;
}

/** Asks the sharing workflow as one officer. */
export type AskWorkflow = (query: string, variables: object) => Promise<WorkflowAnswer>;

/** A proposal as the hub keeps it. */
interface Publication {
  readonly id: string;
  readonly state: "PROPOSED" | "HEAD_APPROVED" | "APPROVED" | "REFUSED";
  readonly kind: "PUBLICATION" | "RETIREMENT";
  readonly fileSha256: string;
  readonly sdlSha256: string;
  readonly affectedOperations: readonly {
    readonly app: string;
    readonly name: string;
    readonly coordinate: string;
    readonly effect: string;
  }[];
}

/** A source as the hub keeps it. */
interface StoredSource {
  readonly state: string;
  readonly fileSha256: string | null;
  readonly drifted: readonly string[];
  readonly publications: readonly Publication[];
}

/** An assessment that came before (art. 13): number and hash of the document. */
export interface Assessment {
  readonly reference: string;
  readonly sha256: string;
}

/** The documents that a publication pins. */
export interface PublishedDocuments {
  readonly file: string;
  readonly sdl: string;
  /** Without descriptions, which nothing is decided by. */
  readonly supergraph: string;
}

const PUBLICATION = `id state kind fileSha256 sdlSha256 affectedOperations { app name coordinate effect }`;
const STORED = `query ($source: ID!) { joinedSources(source: $source) { state fileSha256 drifted publications { ${PUBLICATION} } } }`;
const CONNECT = `mutation ($source: String!, $title: String!) { connectSource(source: $source, title: $title) { state } }`;
const PROFILE = `mutation ($source: String!, $file: String!, $unclassified: Int!) {
  profileSource(source: $source, file: $file, unclassified: $unclassified) { state } }`;
const PROPOSE = `mutation ($source: String!, $file: String!, $sdl: String!, $supergraph: String!, $reason: String!, $secrecy: DocumentInput!, $impact: DocumentInput!) {
  proposePublication(source: $source, file: $file, sdl: $sdl, supergraph: $supergraph, reason: $reason,
    secrecyAssessment: $secrecy, impactAssessment: $impact) { ${PUBLICATION} } }`;
const RETIRE = `mutation ($source: String!, $reason: String!) { proposeRetirement(source: $source, reason: $reason) { ${PUBLICATION} } }`;
const APPROVE = `mutation ($id: ID!) { approvePublication(publication: $id) { ${PUBLICATION} } }`;
const AUDIT = `mutation ($id: ID!) { auditPublication(publication: $id, approve: true) { ${PUBLICATION} } }`;
const DEGRADE = `mutation ($source: String!, $coordinates: [String!]!, $reason: String!) {
  reportSourceDrift(source: $source, coordinates: $coordinates, reason: $reason) { state } }`;
const RESTORE = `mutation ($source: String!) { restoreSource(source: $source) { state } }`;

/** The first field of the answer. Rejects with the hub's words. */
const done = async <Result>(ask: AskWorkflow, query: string, variables: object): Promise<Result> => {
  const { data, errors = [] } = await ask(query, variables);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return Object.values(data ?? {})[0] as Result;
};

/** How far a source has come, by the hub; undefined where the hub has never heard of it. */
async function storedSource(ask: AskWorkflow, source: string): Promise<StoredSource | undefined> {
  const [found] = await done<readonly StoredSource[]>(ask, STORED, { source });
  return found;
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * The documents of a source as it is described here.
 * @param subgraphs SDL of every subgraph by its name
 * @throws CommandMistake where it does not compose
 */
export function documentsOf(
  description: SourceDescription,
  file: string,
  subgraphs: ReadonlyMap<string, string>,
): PublishedDocuments {
  const sdl = printSubgraphSchema(sourceSchema(description));
  const { supergraphSdl, errors = [] } = composeWith(description.source, sdl, subgraphs);
  if (supergraphSdl === undefined) throw new CommandMistake(errors.map(({ message }) => message).join("\n"));
  const bare = visit(parse(supergraphSdl, { noLocation: true }), {
    enter: (node) => ("description" in node ? { ...node, description: undefined } : undefined),
  });
  return { file, sdl, supergraph: print(bare) };
}

const unclassifiedIn = ({ types }: SourceDescription): number =>
  [...types.values()].flatMap(({ fields }) => [...fields.values()]).filter(({ share }) => share === undefined).length;

const isOf = ({ fileSha256, sdlSha256 }: Publication, { file, sdl }: PublishedDocuments): boolean =>
  fileSha256 === hashOf(file) && sdlSha256 === hashOf(sdl);

const affectedLines = ({ affectedOperations }: Publication): readonly string[] =>
  affectedOperations.map(({ app, name, coordinate, effect }) => `! ${app} ${name}: ${coordinate} ${effect}`);

const waitingOf = (stored: StoredSource | undefined): Publication | undefined =>
  stored?.publications.find(({ state }) => state === "PROPOSED" || state === "HEAD_APPROVED");

const NEXT = {
  PROPOSED: "waits for the head of the department's sharing body",
  HEAD_APPROVED: "waits for the authority",
  APPROVED: "is approved",
  REFUSED: "was refused",
} as const;

const toldOf = (publication: Publication): readonly string[] => [
  `publication ${publication.id} (${publication.kind}) ${NEXT[publication.state]}`,
  ...affectedLines(publication),
];

/** A line on how far a source has come by the hub, and a line for what waits or has drifted. */
export async function storedLines(ask: AskWorkflow, source: string, file: string): Promise<readonly string[]> {
  const stored = await storedSource(ask, source);
  if (stored === undefined) return ["of the hub: not connected"];
  const approved = stored.publications.find(({ state, kind }) => state === "APPROVED" && kind === "PUBLICATION");
  const isApproved = approved?.fileSha256 === hashOf(file);
  const words =
    approved === undefined ? "nothing of it is approved" : `approved is ${isApproved ? "this" : "another"} file`;
  const waiting = waitingOf(stored);
  return [
    `of the hub: ${stored.state}, ${words}`,
    ...(waiting === undefined ? [] : toldOf(waiting)),
    ...stored.drifted.map((coordinate) => `~ ${coordinate}: has drifted`),
  ];
}

/**
 * Enters the workflow with a source as its owner, from wherever the hub has it; what was done already is not done again.
 * @returns lines for whoever asked
 */
export async function publishSource(
  ask: AskWorkflow,
  description: SourceDescription,
  documents: PublishedDocuments,
  stated: { readonly reason: string; readonly secrecy: Assessment; readonly impact: Assessment },
): Promise<readonly string[]> {
  const { source, title } = description;
  const stored = await storedSource(ask, source);
  const waiting = waitingOf(stored);
  if (waiting !== undefined) {
    if (isOf(waiting, documents)) return toldOf(waiting);
    throw new CommandMistake(`Publication ${waiting.id} of another content waits: it has to be decided first.`);
  }
  const last = stored?.publications.find(({ state, kind }) => state === "APPROVED" && kind === "PUBLICATION");
  if (last !== undefined && stored?.state !== "DEGRADED" && isOf(last, documents)) return toldOf(last);
  if (stored === undefined) await done(ask, CONNECT, { source, title });
  if (stored === undefined || stored.state === "CONNECTED" || stored.state === "PROFILED")
    await done(ask, PROFILE, { source, file: documents.file, unclassified: unclassifiedIn(description) });
  return toldOf(await done<Publication>(ask, PROPOSE, { source, ...documents, ...stated }));
}

/** Proposes to retire a source, as its owner. */
export async function retireSource(ask: AskWorkflow, source: string, reason: string): Promise<readonly string[]> {
  const waiting = waitingOf(await storedSource(ask, source));
  if (waiting?.kind === "RETIREMENT") return toldOf(waiting);
  return toldOf(await done<Publication>(ask, RETIRE, { source, reason }));
}

/**
 * Gives the next hand to what waits: the head's consent, or the authority's audit.
 * @param documents those that this hand has before it: a proposal of others is not approved by it
 */
export async function approveSource(
  ask: AskWorkflow,
  source: string,
  documents: PublishedDocuments,
): Promise<readonly string[]> {
  const waiting = waitingOf(await storedSource(ask, source));
  if (waiting === undefined) throw new CommandMistake(`Nothing waits for approval of ${source}.`);
  if (waiting.kind === "PUBLICATION" && !isOf(waiting, documents))
    throw new CommandMistake(`Publication ${waiting.id} is of another source.yaml or SDL than the one that lies here.`);
  const hand = waiting.state === "PROPOSED" ? APPROVE : AUDIT;
  return [...affectedLines(waiting), ...toldOf(await done<Publication>(ask, hand, { id: waiting.id }))];
}

/** Tells the hub what a look at the system found: coordinates that have drifted, or that it is in order. */
export async function reportDrift(
  ask: AskWorkflow,
  source: string,
  coordinates: readonly string[],
): Promise<readonly string[]> {
  const stored = await storedSource(ask, source);
  const isDegraded = stored?.state === "DEGRADED";
  const isSame = stored?.drifted.join() === [...coordinates].sort().join();
  if (coordinates.length === 0 && !isDegraded) return [];
  if (coordinates.length > 0 && isDegraded && isSame) return ["DEGRADED already"];
  const reason = "与描述不符（source drift）";
  const told =
    coordinates.length === 0
      ? await done<{ readonly state: string }>(ask, RESTORE, { source })
      : await done<{ readonly state: string }>(ask, DEGRADE, { source, coordinates, reason });
  return [told.state];
}
