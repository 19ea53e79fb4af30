import { contentHash } from "../../ledger/grants/statement.ts";
import type { Change } from "../../ledger/record.ts";
import { sharingError } from "./errors.ts";
import { Prisma } from "./generated/prisma/client.ts";
import { partyHashes } from "./workflow/party-content.ts";
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
  /**
   * Of a step on a grant: the hash of the grant's content from now on, null when it is not in force. Of one on a party: that of its entry in
   * the register. Absent from other events.
   */
  readonly grantHash?: string | null;
}

const KINDS: Readonly<Partial<Record<Matter, SharingEvent["kind"]>>> = {
  grant: "grant-change",
  stop: "grant-change",
  bar: "grant-change",
  change: "policy-change",
  update: "policy-change",
  source: "policy-change",
  publication: "policy-change",
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

/** The same events, those that moved a grant or a party with the hash of what it has become. MUST be the last of a transaction. */
const stating = async (tx: Recording, events: readonly SharingEvent[]): Promise<readonly SharingEvent[]> => {
  const moved = (what: Matter): readonly string[] =>
    events.flatMap(({ change }) => (change.what === what && change.after !== null ? [change.id] : []));
  const [grants, parties] = [moved("grant"), moved("party")];
  const rows =
    grants.length === 0
      ? []
      : await tx.$queryRaw<{ id: string; document: unknown }[]>`
          select id, document from grant_content where id in (${Prisma.join([...grants])})`;
  const contents = new Map(rows.map(({ id, document }) => [id, contentHash(document)]));
  const entries = parties.length === 0 ? new Map<string, string>() : await partyHashes(tx, parties);
  return events.map((event) => {
    const { what, id, after } = event.change;
    if (after === null || (what !== "grant" && what !== "party")) return event;
    return { ...event, grantHash: (what === "grant" ? contents : entries).get(id) ?? null };
  });
};

/** Writes events to the database, then hands them to the ledger. @throws HUB_EVENT_NOT_RECORDED: the step must not happen */
export async function recordEvents(
  tx: Recording,
  happened: readonly SharingEvent[],
  { onEvent }: { readonly onEvent: OnEvent },
): Promise<void> {
  const events = await stating(tx, happened);
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
