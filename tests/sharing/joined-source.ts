import { readFileSync } from "node:fs";
import type { Office } from "./office.ts";
import { STEPS } from "./steps.ts";

/** What a source's department hands in. */
export interface SourceDocuments {
  readonly source: string;
  readonly file: string;
  readonly sdl: string;
  readonly supergraph: string;
}

/** A committed source as one of another name, of 公安. */
const MODEL = "medical-insurance";
const OF_MODEL = "healthcare-security";
const SOURCE_OWNER = "public-security";

const renamed = (text: string, source: string): string =>
  text.replaceAll(`"${MODEL}"`, `"${source}"`).replaceAll(`"${OF_MODEL}"`, `"${SOURCE_OWNER}"`);

const texts = new Map<string, string>();
const textOf = (path: string): string => {
  const text = texts.get(path) ?? readFileSync(path, "utf8");
  texts.set(path, text);
  return text;
};

/** The documents of a source that the hub does not know, its coordinates in the place of those of the committed one. */
const sourceDocuments = (source: string): SourceDocuments => ({
  source,
  file: renamed(textOf(`subgraphs/sources/${MODEL}/source.yaml`), source),
  sdl: renamed(textOf(`schema/subgraphs/${MODEL}.graphql`), source),
  supergraph: renamed(textOf("schema/supergraph.graphql"), source),
});

let sources = 0;
const newName = (): string => `source-${(sources += 1)}`;

type Identified = { readonly id: string };

/** Sources brought to a point of their life, by the officers who may. Each call makes a new one. */
export const sourceMatters = ({ done }: Pick<Office, "done">) => {
  const [owner, head, authority] = [
    `owner.${SOURCE_OWNER}`,
    `reviewer.${SOURCE_OWNER}`,
    "authority.data-administration",
  ];
  const connected = async (): Promise<SourceDocuments> => {
    const documents = sourceDocuments(newName());
    await done(owner, STEPS.connectSource, { source: documents.source });
    return documents;
  };
  const profiled = async (): Promise<SourceDocuments> => {
    const documents = await connected();
    await done(owner, STEPS.profileSource, { source: documents.source, file: documents.file });
    return documents;
  };
  const proposed = async (documents?: SourceDocuments) => {
    const given = documents ?? (await profiled());
    const { id } = await done<Identified>(owner, STEPS.proposePublication, given);
    return { ...given, id };
  };
  const approved = async (documents?: SourceDocuments) => {
    const made = await proposed(documents);
    await done(head, STEPS.approvePublication, { id: made.id });
    return made;
  };
  const audited = async (documents?: SourceDocuments) => {
    const made = await approved(documents);
    await done(authority, STEPS.auditPublication, { id: made.id, approve: true });
    return made;
  };
  const retiring = async (source: string): Promise<string> => {
    const { id } = await done<Identified>(owner, STEPS.proposeRetirement, { source });
    await done(head, STEPS.approvePublication, { id });
    return id;
  };
  return { newName, connected, profiled, proposed, approved, audited, retiring };
};
