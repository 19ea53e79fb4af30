import { execute } from "./execute/execute.ts";
import { limit } from "./limit/limit.ts";
import { release } from "./release/release.ts";
import type { Step } from "./step.ts";
import { upstream } from "./upstream/upstream.ts";

/** The life of a request, in order. The list IS the architecture: each step lives in the folder of its name. */
export const pipeline: readonly Step[] = [limit, execute, upstream, release];
