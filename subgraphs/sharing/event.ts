import { contentHash } from "../../ledger/grants/statement.ts";
import type { Change } from "../../ledger/record.ts";
import { sharingError } from "./errors.ts";
import { Prisma } from "./generated/prisma/client.ts";
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
  /** The change as the ledger's leaf states it, where outsiders have to read more than the matter's state there. */
  readonly stated?: Change;
  /** Of a step on a grant: the hash of the grant's content from now on, null when it is not in force. Absent from other events. */
  readonly grantHash?: string | null;
}

const KINDS: Readonly<Partial<Record<Matter, SharingEvent["kind"]>>> = {
  grant: "grant-change",
  stop: "grant-change",
  bar: "grant-change",
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

type Recording = Pick<Prisma.TransactionClient, "sharingEvent" | "$queryRaw">;

/** The same events, those that moved a grant with the hash of what the grant has become. MUST be the last of a transaction. */
const statingGrants = async (tx: Recording, events: readonly SharingEvent[]): Promise<readonly SharingEvent[]> => {
  const moved = events.filter(({ change }) => change.what === "grant" && change.after !== null);
  if (moved.length === 0) return events;
  const ids = moved.map(({ change }) => change.id);
  const rows = await tx.$queryRaw<{ id: string; document: unknown }[]>`
    select id, document from grant_content where id in (${Prisma.join(ids)})`;
  const hashes = new Map(rows.map(({ id, document }) => [id, contentHash(document)]));
  return events.map((event) =>
    moved.includes(event) ? { ...event, grantHash: hashes.get(event.change.id) ?? null } : event,
  );
};

/** Writes events to the database, then hands them to the ledger. @throws HUB_EVENT_NOT_RECORDED: the step must not happen */
export async function recordEvents(
  tx: Recording,
  happened: readonly SharingEvent[],
  { onEvent }: { readonly onEvent: OnEvent },
): Promise<void> {
  const events = await statingGrants(tx, happened);
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
