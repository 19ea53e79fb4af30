import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { knownNames, staleIn } from "./stale-sentences.ts";

/** `npm run check:documents`: names of scripts, commands, flags, files and error codes with their statuses, in every Markdown file of git's. */

const known = knownNames();
const documents = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"], {
  encoding: "utf8",
})
  .split("\0")
  .slice(0, -1);
let stale = 0;
for (const path of documents)
  for (const what of staleIn(path, readFileSync(path, "utf8"), known)) {
    console.error(`${path}: ${what}`);
    stale += 1;
  }
if (stale > 0) process.exitCode = 1;
else console.log(`${documents.length} documents name what is there.`);
