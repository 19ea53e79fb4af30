import { fields, parse, text, type Fields } from "../json.ts";

/** One denied coordinate of an answer, with every place where it was denied folded together. */
export interface Denial {
  readonly coordinate: string;
  readonly reason: string;
  readonly owner: string;
  readonly share: string;
  /** True when it can be applied for: a field that is not shared cannot. */
  readonly appliable: boolean;
  /** The first place in the answer, as `a.b[0].c`. */
  readonly path: string;
  readonly places: number;
}

/** An answer's own statement of how it was shared. */
export interface Sharing {
  readonly purpose: string | undefined;
  readonly grant: string | undefined;
  readonly receipt: string | undefined;
  /** Outcome by coordinate. */
  readonly outcomes: ReadonlyMap<string, string>;
}

/** The parts of a GraphQL answer that the panels explain. */
export interface Answer {
  readonly denials: readonly Denial[];
  readonly sharing: Sharing | undefined;
}

const NOTHING: Answer = { denials: [], sharing: undefined };

/** Reads an answer as it stands in the result pane. Text that is not a GraphQL answer has nothing to explain. */
export function readAnswer(text: string | null): Answer {
  const answer = fields(parse(text ?? ""));
  if (answer === undefined) return NOTHING;
  const errors = Array.isArray(answer["errors"]) ? answer["errors"] : [];
  return { denials: readDenials(errors), sharing: readSharing(fields(answer["extensions"])?.["sharing"]) };
}

function readDenials(errors: readonly unknown[]): Denial[] {
  const denials = new Map<string, Denial>();
  for (const error of errors) {
    const denial = readDenial(fields(error));
    if (denial === undefined) continue;
    const key = `${denial.coordinate} ${denial.reason}`;
    const known = denials.get(key);
    denials.set(key, known === undefined ? denial : { ...known, places: known.places + denial.places });
  }
  return [...denials.values()];
}

function readDenial(error: Fields | undefined): Denial | undefined {
  const extensions = fields(error?.["extensions"]);
  if (error === undefined || extensions?.["code"] !== "HUB_FIELD_DENIED") return undefined;
  return {
    coordinate: text(extensions["coordinate"]) ?? "",
    reason: text(extensions["reason"]) ?? "",
    owner: text(extensions["owner"]) ?? "",
    share: text(extensions["shareType"]) ?? "",
    appliable: text(extensions["apply"]) !== undefined,
    path: Array.isArray(error["path"]) ? readablePath(error["path"]) : "",
    places: typeof extensions["occurrences"] === "number" ? extensions["occurrences"] : 1,
  };
}

function readSharing(value: unknown): Sharing | undefined {
  const sharing = fields(value);
  if (sharing === undefined) return undefined;
  const outcomes = Object.entries(fields(sharing["outcomes"]) ?? {});
  return {
    purpose: named(sharing["purpose"]),
    grant: named(sharing["grant"]),
    receipt: named(sharing["receipt"]),
    outcomes: new Map(outcomes.map(([coordinate, outcome]) => [coordinate, named(outcome) ?? ""])),
  };
}

/** `a.b[0].c` for `["a", "b", 0, "c"]`. */
function readablePath(path: readonly unknown[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}

/** A text, or the text by which an object is known. */
function named(value: unknown): string | undefined {
  const object = fields(value);
  return (
    text(value) ?? text(object?.["name"]) ?? text(object?.["outcome"]) ?? text(object?.["id"]) ?? text(object?.["code"])
  );
}
