import { SitesDocument, type SitesQuery, type SitesQueryVariables, type TypedDocumentString } from "./client/index.js";

/** A hub, and whom it is asked as: on a server the token comes of the app's key, in a page from the page's server. */
export interface Hub {
  readonly url: string;
  readonly purpose: string;
  readonly token: () => Promise<string>;
}

/** Why a field is null. */
export interface Denial {
  readonly message: string;
  readonly path: readonly (string | number)[];
  readonly apply: string | null;
}

interface Answered<Result> {
  readonly data: Result;
  readonly denials: readonly Denial[];
}

/** Asks one operation. The types of what comes back are those of the app's own schema. Rejects with the hub's words when nothing is answered. */
export async function ask<Result, Variables>(
  hub: Hub,
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Answered<Result>> {
  const response = await fetch(`${hub.url}/graphql`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await hub.token()}`,
      "content-type": "application/json",
      "x-purpose": hub.purpose,
      "x-on-denied": "quiet",
    },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const { data, errors, extensions } = (await response.json()) as {
    readonly data?: Result | null;
    readonly errors?: readonly { readonly message: string }[];
    readonly extensions?: { readonly sharing?: { readonly denials?: readonly Denial[] } };
  };
  if (errors || !data) throw new Error((errors ?? []).map(({ message }) => message).join("\n"));
  return { data, denials: extensions?.sharing?.denials ?? [] };
}

type Projects = NonNullable<SitesQuery["constructionProjects"]>;
type Project = NonNullable<NonNullable<Projects["edges"]>[number]["node"]>;

/** A line for each permit of a site. The manager's name has the type of its mask: it cannot be taken for a true name. */
export const linesOf = ({ code, name, constructionPermits }: Project): readonly string[] =>
  (constructionPermits ?? []).map(({ number, issuedOn, projectManager }) =>
    [code, name ?? "", number, issuedOn ?? "", projectManager ?? ""].join("\t"),
  );

/** The sites of a division, in lines; the same in a page and on a server. */
export async function sites(hub: Hub, variables: SitesQueryVariables): Promise<readonly string[]> {
  const { data, denials } = await ask(hub, SitesDocument, variables);
  const lines = (data.constructionProjects?.edges ?? []).flatMap((edge) => (edge.node ? linesOf(edge.node) : []));
  return [...lines, ...denials.map(({ message, apply }) => `${message} ${apply ?? ""}`)];
}
