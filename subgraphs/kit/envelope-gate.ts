import type { MaskName } from "../../schema/catalog/vocabulary.ts";

/** What a verified envelope tells a subgraph about the one fetch that carries it. */
export interface OpenedEnvelope {
  readonly caller: {
    readonly app: string;
    readonly department: string;
    readonly officer: string | null;
    readonly roles: readonly string[];
  };
  readonly purpose: string;
  /** `Type.field` of everything that this fetch may resolve. */
  readonly outcomes: ReadonlyMap<string, "CLEAR" | "MASKED">;
  /** Division prefixes that the grant reaches. */
  readonly rowScope: readonly string[];
}

/** Opens the envelope of a request's headers. @throws when there is none, or it is not for this subgraph, now */
export type EnvelopeGate = (header: string | undefined) => Promise<OpenedEnvelope>;

/** How one field may leave: with this mask available, or clear only. */
export interface FieldClassification {
  readonly mask: MaskName | undefined;
}
