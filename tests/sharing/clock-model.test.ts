import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { openOffice, type Office } from "./office.ts";
import { DECISIONS, matters, STEPS, type Step } from "./steps.ts";

/*
 * R8: deadlines are facts. Random sequences of steps at random times, against a reference that counts days one by one on a calendar of
 * its own: a duty that was overdue at any moment is overdue or late for good, whatever is done about it afterwards.
 */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** China's civil time. */
const OFFSET = 8 * HOUR;
const BEGIN = Date.parse("2026-09-14T09:00:00+08:00");

const OFF = new Set(["2026-09-25", ...[1, 2, 3, 4, 5, 6, 7].map((day) => `2026-10-0${day}`)]);
const MADE_UP = new Set(["2026-09-20", "2026-10-10"]);

const dayOf = (instant: number): string => new Date(instant + OFFSET).toISOString().slice(0, 10);
const endOf = (day: string): number => Date.parse(day) - OFFSET + DAY;
const isWorked = (day: string): boolean =>
  MADE_UP.has(day) || (!OFF.has(day) && ![0, 6].includes(new Date(day).getUTCDay()));

interface Duty {
  readonly limit: number;
  readonly from: number;
  readonly rest?: readonly [number, number | null] | null;
}

/** The last moment of a duty, counted day by day; null while it rests. */
const dueAt = ({ limit, from, rest = null }: Duty): number | null => {
  if (rest?.[1] === null) return null;
  let left = limit;
  for (let day = dayOf(from); ;) {
    day = dayOf(endOf(day));
    const isResting = rest !== null && day > dayOf(rest[0]) && day <= dayOf(rest[1] ?? Infinity);
    if (isWorked(day) && !isResting) left -= 1;
    if (left === 0) return endOf(day);
  }
};

const COMMANDS = [
  "tellIncomplete",
  "supplementApplication",
  "requestExtension",
  "consent",
  "reject",
  "decideItems",
  "confirmDecision",
  "returnDecision",
  "withdrawApplication",
  "activateGrant",
  "revokeGrant",
  "relinquishGrant",
  "wait",
] as const;
type Command = (typeof COMMANDS)[number];

/** One application at one provider, as the law has it. */
class Reference {
  now = BEGIN;
  review: "OPEN" | "INCOMPLETE" | "COMPLETE" | "DECIDED" | "CONFIRMED" | "CLOSED" = "OPEN";
  extension: "NONE" | "REQUESTED" | "CONSENTED" | "REJECTED" = "NONE";
  grant: "NONE" | "GRANTED" | "ACTIVE" | "ENDED" = "NONE";
  /** Facts that stay: the duty was overdue. */
  late = false;
  lateDelivery = false;
  #told: number | null = null;
  #completed: number | null = null;
  #confirmed: number | null = null;
  #delivered: number | null = null;
  readonly #from = BEGIN;

  #answer(): number | null {
    const limit = this.extension === "CONSENTED" ? 15 : 10;
    return dueAt({ limit, from: this.#from, rest: this.#told === null ? null : [this.#told, this.#completed] });
  }

  #delivery(): number {
    return dueAt({ limit: 20, from: this.#confirmed ?? 0 }) ?? 0;
  }

  /** Lets time pass. What becomes overdue meanwhile is so from now on. */
  pass(hours: number): void {
    this.now += hours * HOUR;
    const due = this.#answer();
    if (this.isOpen() && due !== null && this.now >= due) this.late = true;
    if (this.grant === "GRANTED" && this.now >= this.#delivery()) this.lateDelivery = true;
  }

  isOpen(): boolean {
    return this.review !== "CONFIRMED" && this.review !== "CLOSED";
  }

  mayTake(command: Command): boolean {
    const { review, extension, grant, late } = this;
    switch (command) {
      case "tellIncomplete":
        return review === "OPEN" && !late;
      case "supplementApplication":
        return review === "INCOMPLETE";
      case "requestExtension":
        return this.isOpen() && !late && (extension === "NONE" || extension === "REJECTED");
      case "consent":
        return this.isOpen() && !late && extension === "REQUESTED";
      case "reject":
        return extension === "REQUESTED";
      case "decideItems":
        return review === "OPEN" || review === "COMPLETE";
      case "confirmDecision":
      case "returnDecision":
        return review === "DECIDED";
      case "withdrawApplication":
        return this.isOpen();
      case "activateGrant":
        return grant === "GRANTED";
      case "revokeGrant":
      case "relinquishGrant":
        return grant === "GRANTED" || grant === "ACTIVE";
      case "wait":
        return true;
    }
  }

  take(command: Command): void {
    switch (command) {
      case "tellIncomplete":
        [this.review, this.#told] = ["INCOMPLETE", this.now];
        return;
      case "supplementApplication":
        [this.review, this.#completed] = ["COMPLETE", this.now];
        return;
      case "requestExtension":
        this.extension = "REQUESTED";
        return;
      case "consent":
        this.extension = "CONSENTED";
        return;
      case "reject":
        this.extension = "REJECTED";
        return;
      case "decideItems":
        this.review = "DECIDED";
        return;
      case "confirmDecision":
        [this.review, this.grant, this.#confirmed] = ["CONFIRMED", "GRANTED", this.now];
        return;
      case "returnDecision":
        this.review = "COMPLETE";
        return;
      case "withdrawApplication":
        this.review = "CLOSED";
        return;
      case "activateGrant":
        [this.grant, this.#delivered] = ["ACTIVE", this.#delivered ?? this.now];
        return;
      case "revokeGrant":
      case "relinquishGrant":
        [this.grant, this.#delivered] = ["ENDED", this.#delivered ?? this.now];
        return;
      case "wait":
    }
  }

  term(): string | null {
    if (this.review === "CLOSED") return null;
    if (this.review === "CONFIRMED") return this.late ? "LATE" : "KEPT";
    if (this.late) return "OVERDUE";
    return this.review === "INCOMPLETE" ? "RESTING" : "RUNNING";
  }

  deliveryTerm(): string | null {
    if (this.grant === "NONE") return null;
    if (this.#delivered !== null) return this.lateDelivery ? "LATE" : "KEPT";
    return this.lateDelivery ? "OVERDUE" : "RUNNING";
  }
}

let office: Office;
beforeAll(async () => {
  office = await openOffice("clock_model");
});
afterAll(() => office.close());

const OFFICERS: Readonly<Record<Exclude<Command, "wait" | "consent" | "reject">, string>> = {
  tellIncomplete: "owner.public-security",
  supplementApplication: "applicant.human-resources",
  requestExtension: "owner.public-security",
  decideItems: "owner.public-security",
  confirmDecision: "reviewer.public-security",
  returnDecision: "reviewer.public-security",
  withdrawApplication: "applicant.human-resources",
  activateGrant: "owner.public-security",
  revokeGrant: "reviewer.public-security",
  relinquishGrant: "applicant.human-resources",
};

const SEEN = `query ($id: ID!) { application(id: $id) {
  reviews { term { state } extensions { id } } grants { id deliveryTerm { state } } } }`;
interface Seen {
  readonly reviews: readonly [{ readonly term: { state: string } | null; readonly extensions: { id: string }[] }];
  readonly grants: readonly { readonly id: string; readonly deliveryTerm: { readonly state: string } }[];
}
const see = (id: string): Promise<Seen> => office.done("owner.public-security", SEEN, { id });

const take = async (command: Command, id: string): Promise<string> => {
  if (command === "wait") return "allowed";
  const { reviews, grants } = await see(id);
  if (command === "consent" || command === "reject") {
    const extension = { id: reviews[0].extensions.at(-1)?.id ?? "0", consent: command === "consent" };
    return office.refused("authority.data-administration", STEPS.answerExtension, extension);
  }
  const isOfGrant = command.endsWith("Grant");
  const variables = { id: isOfGrant ? (grants[0]?.id ?? "0") : id, decisions: DECISIONS };
  return office.refused(OFFICERS[command], STEPS[command satisfies Step], variables);
};

const setClock = ({ now }: Reference): void => {
  office.at(new Date(now + OFFSET).toISOString().slice(0, 16));
};

/** Every application so far, to be counted at the end. */
const all: Reference[] = [];

/** @param commands each by its name, or by a number among those that can be taken; and the hours that pass before it */
const compare = async (commands: readonly (readonly [Command | number, number])[]): Promise<void> => {
  const reference = new Reference();
  setClock(reference);
  const id = await matters(office).received();
  all.push(reference);
  for (const [choice, hours] of commands) {
    reference.pass(hours);
    setClock(reference);
    const able = COMMANDS.filter((one) => reference.mayTake(one));
    const command = typeof choice === "number" ? (able[choice % able.length] ?? "wait") : choice;
    const allowed = reference.mayTake(command);
    const answer = await take(command, id);
    expect([command, answer === "allowed"]).toEqual([command, allowed]);
    if (allowed) reference.take(command);
    const { reviews, grants } = await see(id);
    const [term, delivery] = [reviews[0].term?.state ?? null, grants[0]?.deliveryTerm.state ?? null];
    expect([command, term, delivery]).toEqual([command, reference.term(), reference.deliveryTerm()]);
  }
};

test("R8: whatever is done and whenever, nothing that was late becomes kept", async () => {
  const hours = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 24, max: 200 }));
  // Mostly something that can be done, or nothing would get far; now and then anything.
  const command = fc.oneof({ weight: 4, arbitrary: fc.nat() }, { weight: 1, arbitrary: fc.constantFrom(...COMMANDS) });
  const commands = fc.array(fc.tuple(command, hours), { minLength: 4, maxLength: 14 });
  await fc.assert(fc.asyncProperty(commands, compare), { numRuns: 20, seed: 21, endOnFailure: true });
  // Sequences that chance seldom makes, because each step has to be the right one.
  const late = 16 * 24;
  await compare([
    ["requestExtension", 1],
    ["decideItems", late],
    ["confirmDecision", 1],
    ["consent", 1],
  ]);
  await compare([
    ["requestExtension", 1],
    ["consent", late],
    ["reject", 1],
    ["requestExtension", 1],
  ]);
  await compare([
    ["tellIncomplete", late],
    ["decideItems", 1],
    ["confirmDecision", 1],
    ["activateGrant", 40 * 24],
  ]);
  await compare([
    ["tellIncomplete", 30],
    ["supplementApplication", late],
    ["wait", 2 * late],
    ["withdrawApplication", 1],
  ]);
});

test("R8: the statistics count what was overdue once, withdrawn or not", async () => {
  office.at("2026-12-20T09:00");
  const count = (is: (reference: Reference) => boolean): number => all.filter(is).length;
  for (const reference of all) reference.pass((Date.parse("2026-12-20T09:00:00+08:00") - reference.now) / HOUR);
  const STATISTICS = `{ sharingStatistics(from: "2026-09-01", to: "2026-12-31") {
    department reviews answeredInTime answeredLate overdue } }`;
  const told = await office.done<{ department: string }[]>("authority.data-administration", STATISTICS);
  expect(told.find(({ department }) => department === "public-security")).toEqual({
    department: "public-security",
    reviews: all.length,
    answeredInTime: count(({ review, late }) => review === "CONFIRMED" && !late),
    answeredLate: count(({ review, late }) => review === "CONFIRMED" && late),
    overdue: count(({ review, late }) => review !== "CONFIRMED" && late),
  });
  expect(count(({ review, late }) => review === "CLOSED" && late)).toBeGreaterThan(0);
});
