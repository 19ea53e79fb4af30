import type { AskedBy } from "../identity/caller.ts";
import type { AnsweredTab } from "./answered-tab.ts";
import type { Form, Matter } from "./matter.ts";

/** Finds the holder of a role in a department's sharing body. */
export type OfficeOf = (department: string, role: string) => AskedBy;

/** The variables and the caller that a tab takes over from the answers of the tabs before it. */
export interface TakenOver {
  /** All variables of the tab, what it takes over among them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The caller who takes the step; undefined: whoever the tab's own head names. */
  readonly asked?: AskedBy | undefined;
}

/** Everything that is known when a tab is entered. */
export interface Known {
  readonly matter: Matter | undefined;
  readonly form: Form | undefined;
  readonly tabs: readonly AnsweredTab[];
  /** The tab's own variables. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly officeOf: OfficeOf;
  /** The caller whom the tab's own head names. */
  readonly usual: AskedBy;
}

/** Decides what one step takes over; undefined: nothing is known yet. */
export type Take = (known: Known) => TakenOver | undefined;

/** Steps that follow one another, by the names of their operations. */
export type Chain = ReadonlyMap<string, Take>;
