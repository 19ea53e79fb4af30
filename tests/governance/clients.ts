import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { Client as Urql, fetchExchange } from "@urql/core";
import { GraphQLClient } from "graphql-request";

/** One question as any client sends it. */
interface Asked {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks as a client does by its own defaults. Rejects where that client hands its caller an error instead of data. */
export type Ask = (url: string, asked: Asked) => Promise<unknown>;

/** The clients that developers already use, each as its own documentation shows it. */
export const CLIENTS: Readonly<Record<string, Ask>> = {
  "Apollo Client": async (url, { document, variables, headers }) => {
    const link = ApolloLink.from([new HttpLink({ uri: url, headers: { ...headers } })]);
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    const { data } = await client.query({ query: gql(document), variables: { ...variables } });
    client.stop();
    return data;
  },
  urql: async (url, { document, variables, headers }) => {
    const client = new Urql({
      url,
      exchanges: [fetchExchange],
      preferGetMethod: false,
      fetchOptions: { headers: { ...headers } },
    });
    const { data, error } = await client.query<unknown>(document, { ...variables }).toPromise();
    if (error) throw error;
    return data;
  },
  "graphql-request": (url, { document, variables, headers }) =>
    new GraphQLClient(url, { headers: { ...headers } }).request(document, { ...variables }),
  fetch: async (url, { document, variables, headers }) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query: document, variables }),
    });
    const { data, errors } = (await response.json()) as { readonly data: unknown; readonly errors?: unknown };
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  },
};
