import type { DocumentNode, OperationDefinitionNode } from "graphql";
import type { Outcome, Sensitivity } from "../../schema/catalog/vocabulary.ts";
import type { Enforcement } from "../execute/enforcement.ts";
import type { Grant } from "../grant/compile-grant.ts";
import type { DeniedCoordinate, GrantedVerdict } from "./coordinate/policy-question.ts";
import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import type { Caller } from "../authenticate/caller.ts";
import type { FetchedField } from "../envelope/fetch-coordinates.ts";
import type { HiddenReadings } from "./row-rules.ts";

/** The policy's decision on one operation under one grant. Frozen; the same object is handed to every equal request. */
export interface Decision {
  /** Equal keys promise equal decisions for the same document and operation name. */
  readonly key: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly grant: Grant;
  /** The executor's instructions. */
  readonly enforcement: Enforcement;
  /** Every coordinate that the operation asks for, on each concrete type. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** One entry per coordinate and reason, in the order of the operation. */
  readonly denials: readonly DeniedCoordinate[];
  /** Verdicts of the coordinates that may be fetched, with the scope, grants and derivation inputs behind them. */
  readonly granted: ReadonlyMap<string, GrantedVerdict>;
  /**
   * By the coordinate of a field that may be fetched: verdicts, all CLEAR, of the coordinates that its arguments give away. The
   * field's department asks for them again.
   */
  readonly revealed: ReadonlyMap<string, ReadonlyMap<string, GrantedVerdict>>;
  /** The readings that are fetched beside it and never written: divisions of rows, and the ways to their subjects. */
  readonly hidden: HiddenReadings;
  /** The highest level among what may be fetched: a joined result takes the highest. null when nothing is. */
  readonly level: Sensitivity | null;
  /** The place of applications for denied fields; undefined where the gateway knows none. */
  readonly applyAt: string | undefined;
  /** Version of the catalogue that was decided by. */
  readonly policyVersion: string;
}

/** A caller's compiled grant for the purpose that it stated. */
export interface GrantInForce {
  readonly caller: Caller;
  /** As it was stated, without blanks around it. */
  readonly purpose: string;
  /** The number of the case (办件编号) that it is asked for; null where none is stated. */
  readonly caseNumber: string | null;
  /** A page of an export: the grant is made of grants of batch exchange and of files alone. */
  readonly isExport: boolean;
  readonly grant: Grant;
}

/** The decision on one request, with its caller and the graph that it was made by. */
export interface DecidedRequest extends Omit<GrantInForce, "grant"> {
  readonly decision: Decision;
  readonly catalogue: Catalogue;
  readonly fieldsOf: (fetch: DocumentNode) => readonly FetchedField[];
  /** Decides the same operation again, under another form of its grant. @throws the GraphQLError that refuses it */
  readonly decideUnder: (grant: Grant) => Decision;
}
