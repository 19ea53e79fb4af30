import type { Matter } from "./workflow/transition.ts";

/** One step of the workflow, as the ledger takes it. No personal data: officers by account, people not at all. */
export interface SharingEvent {
  /** Kind of the ledger's record. */
  readonly kind: "grant-change" | "policy-change" | "workflow";
  /** ISO 8601, UTC, milliseconds. */
  readonly time: string;
  readonly app: string;
  readonly department: string;
  readonly officer: string;
  /** Role in which the officer acted; null: the hub's own step, or one that was refused. */
  readonly role: string | null;
  readonly action: string;
  /** Article of 政务数据共享条例. */
  readonly article: number | null;
  /** Matter, its number, its state before and after; `after` null: the step was refused. */
  readonly change: {
    readonly what: Matter;
    readonly id: string;
    readonly before: string | null;
    readonly after: string | null;
  };
  readonly detail: Readonly<Record<string, unknown>>;
}

const KINDS: Readonly<Partial<Record<Matter, SharingEvent["kind"]>>> = {
  grant: "grant-change",
  stop: "grant-change",
  change: "policy-change",
  update: "policy-change",
  catalogue: "policy-change",
};

/** Kind of ledger record for a matter. */
export const kindOf = (matter: Matter): SharingEvent["kind"] => KINDS[matter] ?? "workflow";
