import { readEndpointSchema } from "../../description/read-source.ts";
import type { SourceDescription } from "../../description/source-description.ts";
import { isThere } from "../../reading/bounded-http.ts";
import type { LimitedQuery, OpenSource, Reader } from "../../reading/reader.ts";
import { requestedRows } from "../../reading/requested/requested-reader.ts";
import { openGraphql } from "./graphql-endpoint.ts";

/**
 * Reads rows of an existing GraphQL endpoint: its columns alone that a request needs, page by page or by their keys.
 * @throws Error at once for an address or a secret that cannot be used, and for a schema that cannot be read
 */
export function graphqlReader(description: SourceDescription, open: OpenSource): Reader<LimitedQuery> {
  const { graphql: settings, limits } = description;
  if (settings === undefined) throw new Error("A GraphQL source has a schema");
  const concurrency = limits?.concurrency ?? 4;
  const { endpoint, system } = openGraphql(readEndpointSchema(description), settings, { ...open, concurrency });
  const { pseudonymKey, drifted } = open;
  return {
    read: requestedRows(description, { asked: endpoint, keepSeconds: settings.keepSeconds, pseudonymKey, drifted }),
    isThere: () => isThere(system),
    close: system.close,
  };
}
