import { Kind, type DirectiveNode } from "graphql";
import type { OverlayItem } from "./overlay.ts";
import {
  IMPORTANCES,
  MASK_NAMES,
  SENSITIVITY_LEVELS,
  SHARE_TYPES,
  type Importance,
  type MaskName,
  type Sensitivity,
  type ShareType,
} from "./vocabulary.ts";

/** The word of one owner, or of several together, on a field. */
export interface Classification {
  readonly level: Sensitivity;
  readonly importance: Importance;
  readonly share: ShareType;
  readonly mask: MaskName | null;
  readonly basis: string | null;
  readonly owner: string | null;
  /** Two owners name different masks: neither is safe for the other, so nothing can be granted MASKED. */
  readonly maskConflict: boolean;
}

/** The classification of a field of which nobody spoke: shared with nobody, at the highest level. */
export const UNCLASSIFIED: Classification = Object.freeze({
  level: "L4",
  importance: "GENERAL",
  share: "NOT_SHARED",
  mask: null,
  basis: null,
  owner: null,
  maskConflict: false,
});

const stricter = <Word>(words: readonly Word[], a: Word, b: Word): Word =>
  words.indexOf(a) >= words.indexOf(b) ? a : b;

const joined = (a: string | null, b: string | null): string | null =>
  a === null || a === b ? b : b === null || a.split("; ").includes(b) ? a : `${a}; ${b}`;

/** Both demands together: the higher level, the narrower share type, a mask wherever one of them has one. */
const strictest = (a: Classification, b: Classification): Classification => {
  const maskConflict = a.maskConflict || b.maskConflict || (a.mask !== null && b.mask !== null && a.mask !== b.mask);
  return {
    level: stricter(SENSITIVITY_LEVELS, a.level, b.level),
    importance: stricter(IMPORTANCES, a.importance, b.importance),
    share: stricter(SHARE_TYPES, a.share, b.share),
    mask: maskConflict ? null : (a.mask ?? b.mask),
    basis: joined(a.basis, b.basis),
    owner: b.owner ?? a.owner,
    maskConflict,
  };
};

/** Reads one application of the classification directive; a word that it does not know is taken as the strictest. */
export function fromDirective(directive: DirectiveNode): Classification {
  const word = (name: string): string | undefined => {
    const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
    return value?.kind === Kind.ENUM || value?.kind === Kind.STRING ? value.value : undefined;
  };
  const importance = word("importance");
  return {
    level: SENSITIVITY_LEVELS.find((level) => level === word("level")) ?? UNCLASSIFIED.level,
    importance: importance === undefined ? "GENERAL" : (IMPORTANCES.find((each) => each === importance) ?? "CORE"),
    share: SHARE_TYPES.find((share) => share === word("share")) ?? UNCLASSIFIED.share,
    mask: MASK_NAMES.find((mask) => mask === word("mask")) ?? null,
    basis: word("basis") ?? null,
    owner: null,
    maskConflict: false,
  };
}

/** Reads an overlay entry; what it leaves open is taken from `base`. */
const fromOverlay = (item: OverlayItem, base: Classification): Classification => ({
  level: item.level ?? base.level,
  importance: item.importance ?? base.importance,
  share: item.share ?? base.share,
  mask: item.mask ?? base.mask,
  basis: item.basis ?? base.basis,
  owner: item.owner ?? base.owner,
  maskConflict: base.maskConflict,
});

/** The overlay's default for a field: `*` under `Type.*`; undefined when neither speaks. */
export function defaultFor(items: ReadonlyMap<string, OverlayItem>, typeName: string): Classification | undefined {
  const entries = [items.get("*"), items.get(`${typeName}.*`)].filter((entry) => entry !== undefined);
  if (entries.length === 0) return undefined;
  return entries.reduce((base, entry) => fromOverlay(entry, base), UNCLASSIFIED);
}

/**
 * One field's classification. Directives (the owners' own and those on interfaces that declare the field) meet strictly;
 * an exact overlay entry tightens them, or speaks alone, its gaps filled by the defaults; else the defaults; else undefined.
 */
export function classify(
  directives: readonly Classification[],
  exact: readonly OverlayItem[],
  fallback: Classification | undefined,
): Classification | undefined {
  const [first, ...rest] = directives;
  const spoken = first === undefined ? undefined : rest.reduce(strictest, first);
  if (exact.length === 0) return spoken ?? fallback;
  const entries = exact.map((item) => fromOverlay(item, spoken ?? fallback ?? UNCLASSIFIED));
  return entries.reduce((sum, entry) => strictest(sum, entry), spoken ?? entries[0] ?? UNCLASSIFIED);
}
