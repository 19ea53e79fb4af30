import type { DocumentNode } from "graphql";
import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import type { Caller } from "../authenticate/caller.ts";
import type { Grant } from "../grant/compile-grant.ts";
import type { FetchedField } from "../envelope/fetch-coordinates.ts";
import type { Decision } from "./decision.ts";

/** On what ground data is asked for. */
export interface Ground {
  readonly caller: Caller;
  /** As it was stated, without blanks around it. */
  readonly purpose: string;
  readonly grant: Grant;
}

/** What was decided for one request, for whom, and by which graph. */
export interface DecidedRequest extends Omit<Ground, "grant"> {
  readonly decision: Decision;
  readonly catalogue: Catalogue;
  readonly fieldsOf: (fetch: DocumentNode) => readonly FetchedField[];
  /** Decides the same operation again, under another form of its grant. @throws the GraphQLError that refuses it */
  readonly decideUnder: (grant: Grant) => Decision;
}
