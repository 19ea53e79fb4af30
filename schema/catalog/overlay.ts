import * as v from "valibot";
import { dictionary, list, mapping, oneOf, parse, text } from "../parse.ts";
import {
  IMPORTANCES,
  MASK_NAMES,
  SENSITIVITY_LEVELS,
  SHARE_TYPES,
  UPDATE_CYCLES,
  type Degree,
  type Importance,
  type MaskName,
  type Sensitivity,
  type ShareType,
  type UpdateCycle,
} from "./vocabulary.ts";

/** One entry of an overlay; what it leaves out is filled from the next wider default. */
export interface OverlayItem {
  readonly level?: Sensitivity;
  readonly importance?: Importance;
  readonly share?: ShareType;
  readonly mask?: MaskName;
  readonly basis?: string;
  readonly owner?: string;
}

/** An overlay's word on a dataset (政务数据共享条例 art. 13). */
interface OverlayDataset {
  readonly theme?: string;
  readonly updateCycle?: UpdateCycle;
}

/** Classification of sources that cannot carry directives (overlay.yaml). */
export interface Overlay {
  /** `*` and `Type.*` speak where nothing else does; an exact entry can only tighten a directive. */
  readonly items: ReadonlyMap<string, OverlayItem>;
  /** By `Type.field`, `Type.*` or `*`: themes and update cycles of what carries no `@dataset`. */
  readonly datasets: ReadonlyMap<string, OverlayDataset>;
  /** Subgraph name → department. */
  readonly subgraphs: ReadonlyMap<string, string>;
  /** Argument, input field or enum value (`Query.person(name:)`, `Filter.name`, `Order.NAME`) → coordinate. */
  readonly reveals: ReadonlyMap<string, string>;
  /** A field → the fields that it is worked out from by arithmetic that can be turned around. */
  readonly equations: ReadonlyMap<string, readonly string[]>;
  /** A field that is worked out → the fields of its result that are told at a lower level than its inputs, by why they may be. */
  readonly lowered: ReadonlyMap<string, Readonly<Partial<Record<Degree, readonly string[]>>>>;
  /** Concrete type → field that identifies its objects as people. */
  readonly subjects: ReadonlyMap<string, string>;
  /** Type → field that holds the division code of its rows. */
  readonly divisions: ReadonlyMap<string, string>;
  /** Types whose objects belong to the row, or to the answer, that they stand in. */
  readonly parts: readonly string[];
  /** Types whose objects tell nothing of people, although nothing else says so. */
  readonly impersonal: readonly string[];
}

/** The overlay that says nothing. */
export const EMPTY_OVERLAY: Overlay = Object.freeze({
  items: new Map(),
  datasets: new Map(),
  subgraphs: new Map(),
  reveals: new Map(),
  equations: new Map(),
  lowered: new Map(),
  subjects: new Map(),
  divisions: new Map(),
  parts: [],
  impersonal: [],
});

/** Overlays are configuration, so messages may quote them. */
const BOUNDARY = { code: "HUB_OVERLAY_INVALID", quotes: true };

const ITEM = mapping({
  level: v.exactOptional(oneOf(SENSITIVITY_LEVELS)),
  importance: v.exactOptional(oneOf(IMPORTANCES)),
  share: v.exactOptional(oneOf(SHARE_TYPES)),
  mask: v.exactOptional(oneOf(MASK_NAMES)),
  basis: v.exactOptional(text()),
  owner: v.exactOptional(text()),
});

const DATASET = mapping({ theme: v.exactOptional(text()), updateCycle: v.exactOptional(oneOf(UPDATE_CYCLES)) });

const FIELDS = v.exactOptional(list(text(), "a list of fields"));
const LOWERED = mapping({ APART: FIELDS, CONCLUSION: FIELDS, COUNT: FIELDS });

/** A heading of YAML with nothing below it is null: it says nothing. */
const section = <Value>(value: v.GenericSchema<unknown, Value>) =>
  v.pipe(
    v.nullish(dictionary(value)),
    v.transform((read): ReadonlyMap<string, Value> => read ?? new Map<string, Value>()),
  );

const entry = <Value extends object>(value: v.GenericSchema<unknown, Value>) =>
  v.pipe(
    v.nullish(value),
    v.transform((read): Readonly<Partial<Value>> => Object.freeze(read ?? {})),
  );

const OVERLAY = mapping({
  items: v.optional(section(entry(ITEM)), null),
  datasets: v.optional(section(entry(DATASET)), null),
  subgraphs: v.optional(section(text()), null),
  reveals: v.optional(section(text()), null),
  equations: v.optional(section(list(text(), "a list of fields")), null),
  lowered: v.optional(section(entry(LOWERED)), null),
  subjects: v.optional(section(text()), null),
  divisions: v.optional(section(text()), null),
  parts: v.optional(list(text(), "a list of types"), []),
  impersonal: v.optional(list(text(), "a list of types"), []),
});

/**
 * Reads an overlay as it came out of YAML or JSON.
 * @throws Malformed `HUB_OVERLAY_INVALID`: an unknown word or key never passes silently
 */
export function parseOverlay(value: unknown): Overlay {
  return Object.freeze(parse(OVERLAY, value ?? {}, "overlay", BOUNDARY));
}
