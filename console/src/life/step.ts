import type { AskedBy } from "../identity/caller.ts";
import type { AnsweredTab } from "./answered-tab.ts";
import type { Form, Matter } from "./matter.ts";

/** Who holds a role in a department's sharing body. */
export type OfficeOf = (department: string, role: string) => AskedBy;

/** What a tab takes over from the answers of the tabs before it. */
export interface TakenOver {
  /** All variables of the tab, what it takes over among them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Who takes the step; undefined: whoever the tab's own head names. */
  readonly asked?: AskedBy | undefined;
}

/** What is known when a tab is entered. */
export interface Known {
  readonly matter: Matter | undefined;
  readonly form: Form | undefined;
  readonly tabs: readonly AnsweredTab[];
  /** What stands in the tab's variables. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly officeOf: OfficeOf;
}

/** What one step takes over; undefined: nothing is known yet. */
export type Take = (known: Known) => TakenOver | undefined;

/** Steps that follow one another, by the names of their operations. */
export type Chain = ReadonlyMap<string, Take>;
