import { type DocumentNode, getOperationAST, type GraphQLSchema } from "graphql";
import type { Catalogue } from "../../../schema/catalog/catalog-item.ts";
import { denialWords, type Denial } from "../../../schema/denial.ts";
import type { Outcome, Sensitivity } from "../../../schema/catalog/vocabulary.ts";
import { type Asking, compileGrant } from "../../grant/compile-grant.ts";
import type { GrantBook } from "../../grant/grant-book.ts";
import { applyLink } from "../apply-link.ts";
import { decideOperation } from "../decide-operation.ts";
import type { Decision } from "../decision.ts";
import { fragmentsOf } from "../../operation/fragments.ts";
import { compileExposure, NO_EXPOSURE } from "../coordinate/reveals.ts";
import { sharingExtensionOf, type SharingExtension } from "./sharing-extension.ts";

/** One coordinate of an explanation. */
interface ExplainedCoordinate {
  readonly coordinate: string;
  readonly outcome: Outcome;
  readonly owner: string;
  readonly share: string;
  readonly level: Sensitivity;
  readonly mask: string | null;
  /** Ids of the grants by which it is given. */
  readonly grants: readonly string[];
  /** Prefixes of the divisions whose rows are reached. */
  readonly scope: readonly string[];
  readonly denials: readonly (Denial & {
    readonly en: string;
    readonly zh: string;
    readonly path: readonly string[];
    /** The link to apply for it; null where nobody can, or no place is known. */
    readonly apply: string | null;
  })[];
}

/** The reasons for an operation's answer. */
export interface Explanation extends SharingExtension {
  readonly coordinates: readonly ExplainedCoordinate[];
}

/**
 * Explains a decision, coordinate by coordinate. It reads what the enforcement was made of, so it cannot say anything else.
 * Pure: for `shali-hub explain`, `whyDenied` and the dry run.
 */
export function explain(decision: Decision, catalogue: Pick<Catalogue, "items">): Explanation {
  return {
    ...sharingExtensionOf(decision),
    coordinates: [...decision.outcomes].map(([coordinate, outcome]) => {
      const item = catalogue.items.get(coordinate);
      const granted = decision.granted.get(coordinate);
      return {
        coordinate,
        outcome,
        owner: item?.owner ?? "",
        share: item?.share ?? "NOT_SHARED",
        level: item?.level ?? "L4",
        mask: item?.mask ?? null,
        grants: granted?.grants ?? [],
        scope: granted?.scope ?? [],
        denials: decision.denials
          .filter((denied) => denied.coordinate === coordinate)
          .map(({ denial, path }) => ({
            ...denial,
            ...denialWords(denial),
            path,
            apply: applyLink(decision.applyAt, coordinate, decision.grant.purpose.code, denial),
          })),
      };
    }),
  };
}

/** A question about an operation that is not sent. */
export interface ExplainInput {
  readonly schema: GraphQLSchema;
  readonly catalogue: Catalogue;
  /** The hub's own part of the graph: types and root coordinates. */
  readonly own?: ReadonlySet<string>;
  readonly book: GrantBook;
  readonly asking: Asking;
  /** MUST be validated against `schema`. */
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Explains how an operation would be answered, by the very function that decides it (`decide`). Pure. undefined when the
 * name means no operation.
 */
export function explainOperation(input: ExplainInput): Explanation | undefined {
  const { schema, catalogue, book, asking, document, operationName, variables, now } = input;
  const node = getOperationAST(document, operationName);
  if (!node) return undefined;
  const exposure = compileExposure(schema, catalogue, node)?.(variables) ?? NO_EXPOSURE;
  const grant = compileGrant(book, asking, now);
  const own = input.own === undefined ? {} : { own: input.own };
  const operation = { document, node, fragments: fragmentsOf(document) };
  return explain(decideOperation({ operation, schema, catalogue, grant, exposure, ...own }), catalogue);
}
