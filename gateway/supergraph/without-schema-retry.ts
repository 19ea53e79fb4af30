import type { HubPlugin } from "../step.ts";

/** The hooks of the runtime's retry, which has no name: no other of its plugins has exactly these. */
const RETRY = "onExecute onExecutionResult onParams onResultProcess onSubscribe";

const isRetry = (plugin: object): boolean => Object.keys(plugin).sort().join(" ") === RETRY;

/**
 * Takes out the runtime's retry of what a schema reload has aborted. A generation here never reloads its schema, so there is
 * nothing to retry, and the retry keeps every request in memory until the next full collection: see
 * `docs/decisions/0011-requests-die-young.md`. @throws when the runtime does not have exactly one such plugin.
 */
export const withoutSchemaRetry: HubPlugin = {
  onPluginInit: ({ plugins }) => {
    const all = plugins as object[];
    const found = all.filter(isRetry);
    const [retry] = found;
    if (!retry || found.length > 1) {
      throw new Error(`The runtime has ${found.length} plugins that look like its retry on schema reload, not 1.`);
    }
    all[all.indexOf(retry)] = {};
  },
};
