import { expect, test } from "@jest/globals";
import { knownNames, staleIn } from "./stale-sentences.ts";

/** Documents are held against the house: what they name is there, or the check names them. */

const known = {
  scripts: new Set(["bench"]),
  commands: new Map([["gateway", new Set(["--port", "--tls-cert"])]]),
  statuses: new Map([
    ["HUB_NO_GRANT", 403],
    ["HUB_FIELD_DENIED", null],
  ]),
  exists: (path: string) => ["docs/errors.md", "gateway/pipeline.ts"].includes(path),
};
const stale = (text: string, path = "gateway/README.md") => staleIn(path, text, known);

test("O13: a script, a command or a flag that is not there is told, over the end of a line too", () => {
  expect(stale("`npm run bench -- --help`, `npm run gateway -- --port 4000 \\\n  --tls-cert FILE`")).toEqual([]);
  expect(stale("`npm run gatewy`, `npx shali-hub gateway --prot 1 \\\n  --tls FILE`")).toEqual([
    'no script or command "gatewy"',
    "gateway has no flag --prot",
    "gateway has no flag --tls",
  ]);
});

test("O13: a file without its folder, and a link that leads nowhere, are told", () => {
  expect(
    stale("`gateway/pipeline.ts`, [errors](../docs/errors.md#codes), `.hub/ledger/log.pub`, [web](https://a.example)"),
  ).toEqual([]);
  expect(stale("`front/listen.ts`, [words](../docs/words.md)")).toEqual([
    "no file front/listen.ts",
    "no file ../docs/words.md",
  ]);
});

test("O13: a status that is another than the registry's is told", () => {
  expect(stale("HUB_NO_GRANT 403")).toEqual([]);
  expect(stale("`HUB_NO_GRANT` (404), HUB_FIELD_DENIED 403, HUB_GONE 410")).toEqual([
    "HUB_NO_GRANT has status 403, not 404",
    "HUB_FIELD_DENIED has status none, not 403",
    "no error code HUB_GONE",
  ]);
});

test("every command of the hub has its flags known", async () => {
  const { commands } = knownNames();
  const { readFileSync } = await import("node:fs");
  const registered = [
    ...readFileSync("deploy/operate/shali-hub.ts", "utf8").matchAll(/^ {2}"?([\w-]+)"?: (?:program|operator)\(/gm),
  ];
  expect(registered.map(([, name]) => name).sort()).toEqual([...commands.keys()].sort());
});
