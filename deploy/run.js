import { existsSync } from "node:fs";

/** A command of the hub from a checkout: from its sources where the tools of development are installed, otherwise as it was built. */

const loader = await import("ts-blank-space/register").catch(() => undefined);
const built = new URL("../dist/deploy/operate/shali-hub.js", import.meta.url);

if (loader !== undefined) await import("./operate/shali-hub.ts");
else if (existsSync(built)) await import(built.href);
else {
  process.stderr.write("Neither ts-blank-space nor dist/ is there: run npm ci.\n");
  process.exitCode = 1;
}
