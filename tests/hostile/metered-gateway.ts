import { getIntrospectionQuery, parse } from "graphql";
import { pino } from "pino";
import type { Caller } from "../../gateway/authenticate/caller.ts";
import { createGateway } from "../../gateway/create-gateway.ts";
import { createGovernance } from "../../gateway/decide/create-governance.ts";
import { jsonAnswer } from "../../gateway/front/http.ts";
import { createGrantBook } from "../../gateway/grant/grant-book.ts";
import { parseGrants } from "../../gateway/grant/store/parse-grants.ts";

// A gateway alone in its process, so that the process's CPU is the gateway's. Departments are silent: every fetch is answered
// with nothing at once, so that no department's work is metered. Its port is the only line that it prints.

const callerOf = (app: string): Caller => ({
  app,
  department: "housing",
  officer: "officer",
  division: null,
  roles: [],
  subject: null,
  enterprise: null,
  tokenId: app,
  expiresAt: Date.now() / 1_000 + 3_600,
});

/** Everything that may be shared at all: hostile documents are decided, planned and fetched, not just denied. */
const governance = createGovernance({
  authenticator: (app) => Promise.resolve({ kind: "caller", caller: callerOf(app ?? "app") }),
  openGrants: (catalogue) => {
    const items = [...catalogue().items.values()].flatMap(({ coordinate, share }) =>
      share === "CONDITIONAL" ? [[coordinate, "CLEAR"] as const] : [],
    );
    const grants = ["app", "neighbour"].map((app) => ({
      id: app,
      consumer: { app },
      purpose: { code: "TEST", name: "test", basis: "test" },
      validFrom: "2020-01-01T00:00:00Z",
      validTo: "2999-01-01T00:00:00Z",
      rowScope: ["*"],
      items: Object.fromEntries(items),
    }));
    const book = createGrantBook(parseGrants({ grants }, catalogue()));
    return {
      current: () => book,
      reload: () => undefined,
      close: () => Promise.resolve(),
    };
  },
});

/** Microseconds of CPU for a fixed piece of work of the gateway's own kind: how slow the machine is just now. */
const yardstick = (): number => {
  const text = getIntrospectionQuery();
  const before = process.cpuUsage();
  for (let nth = 0; nth < 60; nth += 1) parse(text);
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

// What is compiled only after some use is not a yardstick.
for (let nth = 0; nth < 60; nth += 1) yardstick();

const gateway = await createGateway({
  supergraph: "schema/supergraph.graphql",
  logger: pino({ level: "silent" }),
  governance,
  callers: { guessing: null },
  routes: [
    ({ path }) => (path === "/cpu" ? jsonAnswer(200, process.cpuUsage()) : undefined),
    ({ path }) => (path === "/yardstick" ? jsonAnswer(200, yardstick()) : undefined),
  ],
  post: () => Promise.resolve({ data: {} }),
});

const { port } = await gateway.listen({ port: 0 });
process.stdout.write(`${port}\n`);
process.stdin.on("end", () => {
  void gateway.close().then(() => process.exit(0));
});
process.stdin.resume();
