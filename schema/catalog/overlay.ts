import { MASK_NAMES, SENSITIVITY_LEVELS, SHARE_TYPES, UPDATE_CYCLES } from "./vocabulary.ts";
import type { MaskName, Sensitivity, ShareType, UpdateCycle } from "./vocabulary.ts";

/** One entry of an overlay; what it leaves out is filled from the next wider default. */
export interface OverlayItem {
  readonly level?: Sensitivity;
  readonly share?: ShareType;
  readonly mask?: MaskName;
  readonly basis?: string;
  readonly owner?: string;
}

/** What an overlay says of a dataset (政务数据共享条例 art. 13). */
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
  /** Concrete type → field that identifies its objects as people. */
  readonly subjects: ReadonlyMap<string, string>;
}

/** An overlay that cannot be used; the message names the entry, what was expected and what was found. */
class OverlayError extends Error {
  readonly code = "HUB_OVERLAY_INVALID";
}

/** The overlay that says nothing. */
export const EMPTY_OVERLAY: Overlay = Object.freeze({
  items: new Map(),
  datasets: new Map(),
  subgraphs: new Map(),
  reveals: new Map(),
  subjects: new Map(),
});

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const entriesOf = (where: string, value: unknown): readonly (readonly [string, unknown])[] => {
  if (value === undefined || value === null) return [];
  if (!isRecord(value)) throw new OverlayError(`${where}: expected a mapping, got ${JSON.stringify(value)}`);
  return Object.entries(value);
};

const oneOf = <Word extends string>(where: string, value: unknown, words: readonly Word[]): Word => {
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) {
    throw new OverlayError(`${where}: expected one of ${words.join(", ")}, got ${JSON.stringify(value)}`);
  }
  return word;
};

const text = (where: string, value: unknown): string => {
  if (typeof value !== "string" || value.trim() === "") {
    throw new OverlayError(`${where}: expected text, got ${JSON.stringify(value)}`);
  }
  return value;
};

const parseItem = (coordinate: string, value: unknown): OverlayItem => {
  const where = `items["${coordinate}"]`;
  const item: { -readonly [Key in keyof OverlayItem]: OverlayItem[Key] } = {};
  for (const [key, word] of entriesOf(where, value)) {
    if (key === "level") item.level = oneOf(`${where}.level`, word, SENSITIVITY_LEVELS);
    else if (key === "share") item.share = oneOf(`${where}.share`, word, SHARE_TYPES);
    else if (key === "mask") item.mask = oneOf(`${where}.mask`, word, MASK_NAMES);
    else if (key === "basis") item.basis = text(`${where}.basis`, word);
    else if (key === "owner") item.owner = text(`${where}.owner`, word);
    else throw new OverlayError(`${where}: expected level, share, mask, basis or owner, got "${key}"`);
  }
  return Object.freeze(item);
};

const parseDataset = (coordinate: string, value: unknown): OverlayDataset => {
  const where = `datasets["${coordinate}"]`;
  const dataset: { -readonly [Key in keyof OverlayDataset]: OverlayDataset[Key] } = {};
  for (const [key, word] of entriesOf(where, value)) {
    if (key === "theme") dataset.theme = text(`${where}.theme`, word);
    else if (key === "updateCycle") dataset.updateCycle = oneOf(`${where}.updateCycle`, word, UPDATE_CYCLES);
    else throw new OverlayError(`${where}: expected theme or updateCycle, got "${key}"`);
  }
  return Object.freeze(dataset);
};

const texts = (where: string, value: unknown): ReadonlyMap<string, string> =>
  new Map(entriesOf(where, value).map(([key, word]) => [key, text(`${where}["${key}"]`, word)]));

const SECTIONS = ["items", "datasets", "subgraphs", "reveals", "subjects"] as const;

/** Checks an overlay as it came out of YAML or JSON. Throws `OverlayError`; an unknown word never passes silently. */
export const parseOverlay = (value: unknown): Overlay => {
  for (const [key] of entriesOf("overlay", value)) oneOf("overlay", key, SECTIONS);
  const parts = isRecord(value) ? value : {};
  const items = entriesOf("items", parts["items"]);
  const datasets = entriesOf("datasets", parts["datasets"]);
  return Object.freeze({
    items: new Map(items.map(([coordinate, item]) => [coordinate, parseItem(coordinate, item)])),
    datasets: new Map(datasets.map(([coordinate, dataset]) => [coordinate, parseDataset(coordinate, dataset)])),
    subgraphs: texts("subgraphs", parts["subgraphs"]),
    reveals: texts("reveals", parts["reveals"]),
    subjects: texts("subjects", parts["subjects"]),
  });
};
