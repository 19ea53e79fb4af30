import { sharingError } from "./errors.ts";
import type { Prisma } from "./generated/prisma/client.ts";
import type { Matter } from "./workflow/states.ts";
import type { Transition } from "./workflow/transition.ts";

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

/** Whoever takes a step, and when. */
export interface Acting extends Pick<SharingEvent, "app" | "department" | "officer" | "role"> {
  readonly now: Date;
}

/** The event of a step, or of something that happened to a matter beside its steps. Pure. */
export function eventOf(
  { action, matter, article }: Pick<Transition, "matter" | "article"> & { readonly action: string },
  { app, department, officer, role, now }: Acting,
  change: Omit<SharingEvent["change"], "what">,
  detail: object = {},
): SharingEvent {
  return {
    kind: KINDS[matter] ?? "workflow",
    time: now.toISOString(),
    app,
    department,
    officer,
    role,
    action,
    article,
    change: { what: matter, ...change },
    detail: { ...detail },
  };
}

/** Appends a step to the ledger, or rejects. */
export type OnEvent = (event: SharingEvent) => Promise<void>;

/** Writes events to the database, then hands them to the ledger. @throws HUB_EVENT_NOT_RECORDED: the step must not happen */
export async function recordEvents(
  tx: Pick<Prisma.TransactionClient, "sharingEvent">,
  events: readonly SharingEvent[],
  { onEvent }: { readonly onEvent: OnEvent },
): Promise<void> {
  await tx.sharingEvent.createMany({
    data: events.map(({ change, ...event }) => ({
      at: event.time,
      action: event.action,
      article: event.article,
      matter: change.what,
      matterId: change.id,
      before: change.before,
      after: change.after,
      app: event.app,
      department: event.department,
      officer: event.officer,
      role: event.role,
      detail: event.detail as Prisma.InputJsonObject,
    })),
  });
  try {
    for (const event of events) await onEvent(event);
  } catch (cause) {
    const failed = sharingError("HUB_EVENT_NOT_RECORDED", {});
    failed.cause = cause;
    throw failed;
  }
}
