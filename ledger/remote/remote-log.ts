import type { RangeRecord } from "../evidence/bundle.ts";
import { HASH_BYTES, type TreeHasher } from "../tree/hasher.ts";
import type { NodeReader } from "../tree/proof/proof.ts";
import type { Node } from "../tree/proof/range.ts";
import { hashesAtLevel, nodeInTile, placeOf, TILE_WIDTH, type TileId } from "../tree/tile.ts";
import { tilePath, widthWithin } from "../tree/tile-path.ts";

/** The log did not answer, or not with what was asked for. It says nothing about what it holds: try again. */
export class LogUnreachable extends Error {
  override readonly name = "LogUnreachable";
}

/** A log at a URL (C2SP tlog-tiles). Nothing that it says is believed: callers verify. All of it @throws LogUnreachable */
export interface RemoteLog {
  /** The signed checkpoint as it was sent. */
  readonly checkpoint: () => Promise<string>;
  /** The hashes that a tile has in a tree of `size` leaves. */
  readonly tile: (tile: TileId, size: number) => Promise<Buffer>;
  /** The leaves below the hashes that tile `index` of level 0 has in a tree of `size` leaves; for auditors. */
  readonly entries: (index: number, size: number) => Promise<readonly RangeRecord[]>;
  /** The lines of a bundle about "Type:pseudonym"; for auditors. */
  readonly about: (subject: string) => Promise<readonly string[]>;
}

/** The asker's token, for what is not given to everybody. */
export interface Credentials {
  /** A bearer token. */
  readonly token: string;
  /** The purpose that its grant is for. */
  readonly purpose: string;
}

const TIMEOUT_MS = 30_000;
const [MOST_TEXT, MOST_LINES] = [65_536, 256 * 300_000] as const;

/** The log whose checkpoint is at `URL/checkpoint`; of a hub's bare origin that is `/ledger/checkpoint`. */
export function remoteLog(url: string, credentials?: Credentials): RemoteLog {
  const given = new URL(url);
  const base = `${given.origin}${given.pathname === "/" ? "/ledger" : given.pathname.replace(/\/$/, "")}/`;
  const headers: Record<string, string> =
    credentials === undefined ? {} : { authorization: `Bearer ${credentials.token}`, "x-purpose": credentials.purpose };
  const get = async (path: string, most: number): Promise<Buffer> => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await fetch(base + path, { headers, signal, redirect: "error" });
      const body = await bounded(response, most);
      if (response.status === 200) return body;
      throw new LogUnreachable(`${base}${path} answered ${response.status}${messageIn(body)}`);
    } catch (error) {
      if (error instanceof LogUnreachable) throw error;
      throw new LogUnreachable(`${base}${path} does not answer`, { cause: error });
    }
  };
  const parsed = async (path: string): Promise<readonly string[]> =>
    (await get(path, MOST_LINES)).toString("utf8").split("\n").slice(0, -1);
  return {
    checkpoint: async () => (await get("checkpoint", MOST_TEXT)).toString("utf8"),
    async tile(tile, size) {
      const width = widthWithin(tile, hashesAtLevel(tile.level, size));
      const path = tilePath({ ...tile, width });
      const hashes = await get(`tile/${path}`, TILE_WIDTH * HASH_BYTES);
      if (hashes.length !== width * HASH_BYTES) throw new LogUnreachable(`Tile ${path} has ${hashes.length} bytes`);
      return hashes;
    },
    async entries(index, size) {
      const width = widthWithin({ level: 0, index }, size);
      const lines = await parsed(tilePath({ level: "entries", index, width }));
      if (lines.length !== width)
        throw new LogUnreachable(`Expected ${width} entries of tile ${index}, got ${lines.length}`);
      return lines.map((line) => JSON.parse(line) as RangeRecord);
    },
    about: (subject) => parsed(`entries?subject=${encodeURIComponent(subject)}`),
  };
}

/** A reader of exactly these nodes in a tree of `size` leaves. */
export async function remoteNodes(
  log: RemoteLog,
  hasher: TreeHasher,
  { size, nodes }: { readonly size: number; readonly nodes: readonly Node[] },
): Promise<NodeReader> {
  const wanted = new Map(nodes.map((node) => placeOf(node).tile).map((tile) => [`${tile.level}/${tile.index}`, tile]));
  const tiles = new Map<string, Buffer>();
  for (const [key, tile] of wanted) tiles.set(key, await log.tile(tile, size));
  return (node) => {
    const place = placeOf(node);
    const hashes = tiles.get(`${place.tile.level}/${place.tile.index}`);
    if (hashes === undefined) throw new RangeError("A node that was not asked for");
    return nodeInTile(hasher, hashes, place);
  };
}

async function bounded(response: Response, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
    length += part.value.length;
    if (length > most) throw new LogUnreachable(`An answer of more than ${most} bytes`);
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

/** The hub's own message, where it sent one. */
function messageIn(body: Buffer): string {
  try {
    const { errors } = JSON.parse(body.toString("utf8")) as {
      readonly errors: readonly { readonly message: string }[];
    };
    return `: ${errors.map(({ message }) => message).join("; ")}`;
  } catch {
    return "";
  }
}
