import type { SealEnds } from "../../schema/envelope/seal.ts";
import { newSealKeyPair, readOpenKeys, readSecretKeys, type SealKey } from "../../schema/envelope/seal-keys.ts";
import type { SealOptions } from "../../gateway/upstream/seals.ts";

/** Keys of a hub and its departments in one process: made at its start, kept nowhere. */
export interface EmbeddedSeals {
  readonly hubSide: SealOptions;
  /** The keys that one department is served with. */
  readonly departmentSide: (name: string) => Pick<SealEnds, "own" | "theirs">;
}

type Keys = () => readonly SealKey[];

const newKeys = (): { readonly secret: Keys; readonly open: Keys } => {
  const pair = newSealKeyPair();
  const secret = readSecretKeys(JSON.stringify({ keys: [pair.secret] }));
  const open = readOpenKeys(JSON.stringify({ keys: [pair.open] }));
  return { secret: () => secret, open: () => open };
};

/** Makes a key for the hub and one for each department. */
export function embeddedSeals(departments: readonly string[]): EmbeddedSeals {
  const hub = newKeys();
  const keys = new Map(departments.map((name) => [name, newKeys()]));
  return {
    hubSide: {
      own: hub.secret,
      departments: new Map([...keys].map(([name, { open }]) => [name, open])),
      unsealed: new Set(),
    },
    departmentSide: (name) => {
      const own = keys.get(name)?.secret;
      if (own === undefined) throw new Error(`No seal key was made for ${name}`);
      return { own, theirs: hub.open };
    },
  };
}
