import { readFileSync, watch, type FSWatcher } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { parse as parseYaml } from "yaml";
import type { Catalogue } from "../../../schema/catalog/catalog-item.ts";
import { createGrantBook, type GrantBook } from "../grant-book.ts";
import type { GrantStore } from "./grant-store.ts";
import { parseGrants } from "./parse-grants.ts";

/** News of the store: a new version in force, or a file that was refused. */
export type GrantFileNews =
  | { readonly kind: "loaded"; readonly version: string; readonly grants: number; readonly book: GrantBook }
  | { readonly kind: "refused"; readonly reason: string; readonly version: string };

export interface FileGrantStoreOptions {
  readonly path: string;
  /** The catalogue in force; read again with each reading, so a reloaded supergraph counts. */
  readonly catalogue: () => Catalogue;
  /** MUST be loud about `refused`: an operator has to see that the file they wrote is not in force. */
  readonly report: (news: GrantFileNews) => void;
  /** Milliseconds between two looks at the file's time stamp, beside the watcher. Default 500. */
  readonly interval?: number;
}

/**
 * Grants from a YAML file that is read again within a second of its change. A file that does not parse, or names an unknown
 * coordinate, mask or department, leaves the last good version in force. Throws `GrantsError` when the first version is bad.
 */
export function openFileGrantStore(options: FileGrantStoreOptions): GrantStore {
  const read = (): GrantBook =>
    createGrantBook(parseGrants(parseYaml(readFileSync(options.path, "utf8")), options.catalogue()));
  let book = read();
  let stamp = "";
  let refused = "";
  options.report({ kind: "loaded", version: book.version, grants: book.records.length, book });

  const reload = (): void => {
    try {
      const next = read();
      refused = "";
      if (next.version === book.version) return;
      book = next;
      options.report({ kind: "loaded", version: book.version, grants: book.records.length, book });
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unreadable";
      if (reason === refused) return;
      refused = reason;
      options.report({ kind: "refused", reason, version: book.version });
    }
  };
  const look = async (): Promise<void> => {
    const found = await stat(options.path).then(
      ({ mtimeMs, size, ino }) => `${mtimeMs}:${size}:${ino}`,
      () => "missing",
    );
    if (found === stamp) return;
    const first = stamp === "";
    stamp = found;
    if (!first) reload();
  };
  const timer = setInterval(() => void look(), options.interval ?? 500);
  timer.unref();
  void look();
  const watcher = watchFolder(options.path, reload);

  return {
    current: () => book,
    reload,
    close: () => {
      clearInterval(timer);
      watcher?.close();
      return Promise.resolve();
    },
  };
}

/** Watches the folder, since editors replace files; the interval covers what a file system does not tell. */
const watchFolder = (path: string, changed: () => void): FSWatcher | undefined => {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(path)) changed();
    });
    watcher.on("error", () => {
      watcher.close();
    });
    return watcher;
  } catch {
    return undefined;
  }
};
