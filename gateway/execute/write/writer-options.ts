import type { Enforcement } from "../enforcement.ts";
import type { SharedPlaces } from "../plan/sharing.ts";
import type { SelectionScope } from "./collect-fields.ts";
import type { Coordinates } from "./coordinates.ts";

/** What a writer is compiled from, besides the operation. */
export interface WriterOptions extends SelectionScope {
  readonly enforcement: Enforcement | undefined;
  /** Set when the answer's values are counted. */
  readonly coordinates: Coordinates | undefined;
  /** The response key under which an observed type's identifier was fetched. */
  readonly subjectKey: string;
  /** Where the data refers to one value several times: it is written once and its text used again. */
  readonly sharedPlaces: SharedPlaces;
}
