import { TILE_WIDTH, type TileId } from "./tile.ts";

const MAX_LEVEL = 63;
const NUMBER = String.raw`(?:x\d{3}\/)*\d{3}`;
const PATH = new RegExp(String.raw`^(?:(\d{1,2})|(entries))\/(${NUMBER})(?:\.p\/(\d{1,3}))?$`);

/** The target of a path of C2SP tlog-tiles: the first `width` hashes of a tile, or (level "entries") the leaves below a tile of level 0. */
export interface TilePart {
  readonly level: number | "entries";
  readonly index: number;
  /** 1 to 256; less than 256 is a partial tile. */
  readonly width: number;
}

/** A number in groups of three digits, all but the last behind an x: 1234067 is "x001/x234/067". */
function groupsOf(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  const groups = padded.match(/\d{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
}

/** The path below "tile/", for instance "0/x001/x234/067.p/8". */
export function tilePath({ level, index, width }: TilePart): string {
  return `${level}/${groupsOf(index)}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

/** The part that a path names; null when it is none, or not written as `tilePath` writes it: each part has one path. */
export function parseTilePath(path: string): TilePart | null {
  const [, level, entries, groups, width] = PATH.exec(path) ?? [];
  if (groups === undefined) return null;
  const part = {
    level: entries === undefined ? Number(level) : ("entries" as const),
    index: Number(groups.replace(/[x/]/g, "")),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  const isInRange =
    part.width >= 1 && part.width <= TILE_WIDTH && (part.level === "entries" || part.level <= MAX_LEVEL);
  return isInRange && Number.isSafeInteger(part.index) && tilePath(part) === path ? part : null;
}

/** The number of hashes that the tile has in a tree of so many hashes at its level. */
export function widthWithin({ index }: TileId, hashes: number): number {
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}
