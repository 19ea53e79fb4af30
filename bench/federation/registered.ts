import type { GovernanceFiles } from "../../gateway/grant/open-governance.ts";
import type { Gateway } from "../../gateway/create-gateway.ts";
import { createGrantBook, type GrantBook } from "../../gateway/grant/grant-book.ts";
import { createRegister } from "../../gateway/grant/register.ts";
import { parseGrants } from "../../gateway/grant/store/parse-grants.ts";
import { operationIdOf, type PinnedOperation } from "../../schema/registered-operation.ts";
import { BENCH_GRANTS } from "./governed.ts";

const FACTS = `query ($operation: String!) { operationFacts(operation: $operation) { id coordinates cost plan } }`;

/** A register of apps, in which operations stand once their facts were asked for. */
export function openRegister() {
  const apps = new Map<string, Map<string, PinnedOperation>>();
  let bookOf: () => GrantBook = () => {
    throw new Error("No catalogue is known yet");
  };
  let book: GrantBook | undefined;
  const openGrants: Exclude<GovernanceFiles["grants"], string> = (catalogue) => {
    bookOf = () => {
      const bare = { department: "bench", onDenied: "tell", origins: [], keys: [] } as const;
      const known = [...apps].map(([app, operations]) => [app, { ...bare, operations }] as const);
      const register = createRegister(new Map(), new Map(known));
      return createGrantBook(parseGrants(BENCH_GRANTS, catalogue()), { register });
    };
    return {
      current: () => (book ??= bookOf()),
      reload: () => {
        book = undefined;
      },
      close: () => Promise.resolve(),
    };
  };
  const factsOf = async (
    gateway: Pick<Gateway, "fetch">,
    headers: Readonly<Record<string, string>>,
    text: string,
  ): Promise<PinnedOperation> => {
    const response = await gateway.fetch(
      new Request("http://hub/graphql", {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify({ query: FACTS, variables: { operation: text } }),
      }),
    );
    const answer = (await response.json()) as { readonly data?: { readonly operationFacts: PinnedOperation | null } };
    const facts = answer.data?.operationFacts;
    if (!facts) throw new Error(`No facts: ${JSON.stringify(answer)}`);
    return facts;
  };
  /**
   * Registers operations of an app, which differ in their names alone, with the facts that the gateway finds of the first; the last call counts.
   * @returns their ids
   */
  const register = async (
    gateway: Pick<Gateway, "fetch">,
    headers: Readonly<Record<string, string>>,
    wanted: ReadonlyMap<string, readonly string[]>,
  ): Promise<ReadonlyMap<string, readonly string[]>> => {
    const [[first = ""] = []] = wanted.values();
    const facts = await factsOf(gateway, headers, first);
    for (const [app, texts] of wanted) {
      const pinned = texts.map((text): PinnedOperation => {
        const [, name = ""] = /query (\w+)/.exec(text) ?? [];
        return { ...facts, id: operationIdOf(text), name, text };
      });
      apps.set(app, new Map(pinned.map((operation) => [operation.id, operation])));
    }
    book = undefined;
    return new Map([...apps].map(([app, operations]) => [app, [...operations.keys()]]));
  };
  return { openGrants, register };
}
