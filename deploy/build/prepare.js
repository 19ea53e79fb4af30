import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

/** `npm ci` builds what is not kept in git. `npm ci --omit=dev` brings no tools to build with, and takes what was built before. */

const hasTools = () => {
  try {
    return createRequire(import.meta.url).resolve("@swc/core") !== "";
  } catch {
    return false;
  }
};

if (hasTools()) {
  execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
} else if (!existsSync("dist/deploy/operate/shali-hub.js")) {
  process.stderr.write("There is no dist/: run `npm ci` without --omit=dev once, or bring a dist/ along.\n");
  process.exitCode = 1;
}
