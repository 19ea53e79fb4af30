import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const source = (path: string) => fileURLToPath(new URL(`../src/editor/${path}`, import.meta.url));

/** Modules that we replace: the end of a resolved path, and what is loaded in its place. */
const REPLACEMENTS = new Map([
  // GraphiQL asks for the whole editor, with every contribution: ours names the few that a query needs.
  ["/monaco-graphql/esm/monaco-editor.js", source("monaco.ts")],
  // The diff editors cannot be reached from the playground, and are a tenth of the editor.
  ["/widget/diffEditor/diffEditorWidget.js", source("left-out.ts")],
  ["/widget/multiDiffEditor/multiDiffEditorWidget.js", source("left-out.ts")],
  // Tabs that can be dragged: not worth an eighth of the first script.
  ["/framer-motion/dist/es/index.mjs", source("left-out.ts")],
]);

/**
 * Leaves out what the playground never shows. The replaced paths are internals of pinned packages: a playground
 * build in which one of them is no longer found fails, instead of silently growing.
 */
export function lean(): Plugin {
  const used = new Set<string>();
  return {
    name: "lean-editor",
    enforce: "pre",
    async resolveId(id, importer, options) {
      if (importer === undefined || !/(monaco|[dD]iffEditorWidget|framer-motion)/.test(id)) return null;
      const resolved = await this.resolve(id, importer, { ...options, skipSelf: true });
      if (resolved === null) return null;
      for (const [ending, replacement] of REPLACEMENTS) {
        if (!resolved.id.endsWith(ending)) continue;
        used.add(ending);
        return replacement;
      }
      return resolved;
    },
    generateBundle() {
      if (used.size === 0) return; // a worker: it contains no editor
      const missing = [...REPLACEMENTS.keys()].filter((ending) => !used.has(ending));
      if (missing.length > 0) this.error(`not found any more: ${missing.join(", ")}`);
    },
  };
}
