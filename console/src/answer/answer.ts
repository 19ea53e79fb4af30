import * as v from "valibot";
import { dictionary, list, partOf, text } from "../../../schema/parse.ts";
import { fields, parse, readPart } from "../json.ts";

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
  /** Words for the panel, when the answer has a form that this page does not know. */
  readonly trouble?: string;
}

const NOTHING: Answer = { denials: [], sharing: undefined };

const NAMED = partOf({ code: text(), name: v.string("text") });

const SHARING = partOf({
  purpose: v.optional(NAMED),
  grant: v.optional(text()),
  receipt: v.optional(partOf({ id: text() })),
  outcomes: v.optional(dictionary(text())),
});

const ERROR = partOf({
  path: v.nullish(list(v.union([v.string(), v.number()], "a name or an index"))),
  extensions: v.optional(v.unknown()),
});

const DENIED = partOf({
  coordinate: text(),
  reason: text(),
  owner: v.nullable(v.string("text")),
  shareType: text(),
  apply: v.nullish(v.string("text")),
  occurrences: v.optional(v.number("a number"), 1),
});

/**
 * Reads an answer as it stands in the result pane. Text that is not a GraphQL answer has nothing to explain; an answer in a form that
 * this page does not know is told as such, and nothing of it is shown as if it were read.
 */
export function readAnswer(response: string | null): Answer {
  const answer = fields(parse(response ?? ""));
  if (answer === undefined || !ANSWER_KEYS.some((key) => key in answer)) return NOTHING;
  try {
    const denials = readDenials(readPart(v.optional(list(ERROR), []), answer["errors"], "errors"));
    return { denials, sharing: readSharing(fields(answer["extensions"])?.["sharing"]) };
  } catch (error) {
    return { ...NOTHING, trouble: error instanceof Error ? error.message : "网关的回答无法读取" };
  }
}

const ANSWER_KEYS = ["data", "errors", "extensions"];

function readDenials(errors: readonly v.InferOutput<typeof ERROR>[]): Denial[] {
  const denials = new Map<string, Denial>();
  for (const [at, { path, extensions }] of errors.entries()) {
    if (fields(extensions)?.["code"] !== "HUB_FIELD_DENIED") continue;
    const denied = readPart(DENIED, extensions, `errors[${at}].extensions`);
    const { coordinate, reason, owner, shareType: share, apply, occurrences: places } = denied;
    const key = `${coordinate} ${reason}`;
    const known = denials.get(key);
    const one = {
      coordinate,
      reason,
      owner: owner ?? "",
      share,
      appliable: !!apply,
      path: readablePath(path ?? []),
      places,
    };
    denials.set(key, known === undefined ? one : { ...known, places: known.places + places });
  }
  return [...denials.values()];
}

function readSharing(value: unknown): Sharing | undefined {
  if (value === undefined) return undefined;
  const { purpose, grant, receipt, outcomes } = readPart(SHARING, value, "extensions.sharing");
  return { purpose: purpose?.name, grant, receipt: receipt?.id, outcomes: outcomes ?? new Map<string, string>() };
}

/** `a.b[0].c` for `["a", "b", 0, "c"]`. */
function readablePath(path: readonly unknown[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}
