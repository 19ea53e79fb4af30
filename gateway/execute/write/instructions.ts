import type { FieldNode } from "graphql";
import { denialWords, type DenialReason } from "../../../schema/denial.ts";
import { type DenialError, type Instruction, WRITE } from "../enforcement.ts";
import { possibleTypes, type SelectableType } from "./collect-fields.ts";
import type { WriterOptions } from "./writer-options.ts";
import type { WriteValue } from "./write-state.ts";

const rank = { write: 0, mask: 1, deny: 2 } as const;

/** The strictest decision over the selections that are merged under one response key, and over the types it can be. */
export const instructionOf = (
  type: SelectableType,
  nodes: readonly FieldNode[],
  { enforcement, schema }: WriterOptions,
): Instruction => {
  if (enforcement === undefined) return WRITE;
  return possibleTypes(type, schema)
    .flatMap(({ name }) => nodes.map((node) => enforcement.instructionFor(name, node)))
    .reduce((strictest, next) => (rank[next.kind] > rank[strictest.kind] ? next : strictest), WRITE);
};

/** The denial that stands in for a mask that cannot do its work. */
const unmaskable: DenialError = Object.freeze({
  message: "This value cannot be masked, so it is withheld.",
  extensions: Object.freeze({
    code: "HUB_FIELD_DENIED",
    zh: `${denialWords({ reason: "MASK_FAILED" }).zh}，故不提供。`,
    reason: "MASK_FAILED" satisfies DenialReason,
  }),
});

/** A mask is made for leaves: over a whole object it withholds. */
export const withheld: WriteValue = (_, state) => state.deny(unmaskable);

/** Masks a leaf before it is checked and written. A mask that fails withholds the value. */
export const masked =
  (mask: (value: unknown) => unknown, write: WriteValue): WriteValue =>
  (value, state) => {
    let outcome: unknown;
    try {
      outcome = mask(value);
    } catch {
      return state.deny(unmaskable);
    }
    return outcome === null || outcome === undefined ? state.deny(unmaskable) : write(outcome, state);
  };
