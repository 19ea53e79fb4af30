import { denialWords, type Denial } from "../../../schema/denial.ts";
import type { DenialError, SubjectPath } from "../enforcement.ts";
import { isObject, type JsonObject } from "../json.ts";
import { aboutKey, subjectKey } from "../operation/complete-planned.ts";
import type { SelectableType } from "./collect-fields.ts";
import { identifiersIn, type WriterOptions } from "./enforce.ts";
import type { WriteField } from "./write-state.ts";

/** The type of firms among the subjects of a disclosure. */
export const FIRM = "Enterprise";

const DENIAL: Denial = { reason: "OTHER_FIRM" };

/** One object for each place: the errors of two places are two. */
const othersRow = (): DenialError => ({
  message: `This row is withheld: ${denialWords(DENIAL).en}.`,
  extensions: { code: "HUB_FIELD_DENIED", zh: `${denialWords(DENIAL).zh}，故不提供。`, ...DENIAL },
});

/** Identifiers of a subject at the end of a path: from where it was fetched for the record, or from where the caller selected it. */
const subjectsOf = (
  object: JsonObject,
  { path: [first, ...rest] }: SubjectPath,
  position: number,
): readonly unknown[] => {
  const fetched = object[aboutKey(position)];
  if (fetched !== undefined) return identifiersIn(fetched, rest);
  const selected = object[first];
  // The identifier is fetched hidden unless it is selected under its own name, which no other field can have then.
  return isObject(selected) ? [selected[subjectKey] ?? selected[rest[0] ?? ""]] : [];
};

/**
 * The second gate over the rows of a firm that asks for itself (its department's is the first): a firm, and a row that is about firms or
 * people, is written when it is that firm or about it, and null with OTHER_FIRM otherwise. Rows that are about nobody are everybody's.
 * Nothing is withheld from callers who are no firm.
 */
export function ofOwnFirm(type: SelectableType, write: WriteField, { enforcement }: WriterOptions): WriteField {
  const identifier = enforcement?.observed.get(type.name);
  const paths = enforcement?.about?.get(type.name) ?? [];
  if (identifier === undefined && paths.length === 0) return write;
  const isOwn = (object: JsonObject, firm: string): boolean =>
    (type.name === FIRM && (object[subjectKey] ?? object[identifier ?? ""]) === firm) ||
    paths.some((path, position) => path.type === FIRM && subjectsOf(object, path, position).includes(firm));
  const denial = othersRow();
  return (object, state) =>
    state.firm === null || isOwn(object, state.firm) ? write(object, state) : state.deny(denial);
}
