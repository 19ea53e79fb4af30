import { expect, test } from "@jest/globals";
import { pino } from "pino";
import { createGrantBook, EMPTY_BOOK } from "../grant/grant-book.ts";
import { createRegister } from "../grant/register.ts";
import { GrantsUnavailable } from "../grant/store/grant-store.ts";
import type { Supergraph } from "../supergraph/read-supergraph.ts";
import { consumerSchemaOf } from "../supergraph/consumer-schema.ts";
import { createGovernance } from "./create-governance.ts";

const SDL = `
  schema @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
  enum join__Graph { A @join__graph(name: "police", url: "http://a") }
  type Query @join__type(graph: A) { name: String }`;

test("while no grants are known nothing is granted, no purpose is known, and governance says that they are down", async () => {
  let current = (): typeof EMPTY_BOOK => EMPTY_BOOK;
  const events: string[] = [];
  const governance = createGovernance({
    authenticator: () => ({ kind: "anonymous" }),
    openGrants: () => ({
      current: () => current(),
      reload: () => events.push("reload"),
      close: () => Promise.resolve(void events.push("close")),
    }),
  });
  expect(governance.grants()).toBe("down");
  expect(governance.catalogue).toThrow(GrantsUnavailable);
  const load = () =>
    governance.load({
      supergraph: { sdl: SDL, own: new Set() } as unknown as Supergraph,
      schema: consumerSchemaOf(SDL),
      applyAt: undefined,
      logger: pino({ level: "silent" }),
    });
  const { knowsPurpose } = load();
  expect([governance.grants(), knowsPurpose("P"), events]).toEqual(["up", false, []]);
  current = () => {
    throw new GrantsUnavailable();
  };
  expect([governance.grants(), knowsPurpose("P")]).toEqual(["down", false]);
  current = () => {
    throw new Error("broken");
  };
  expect(governance.grants).toThrow("broken");
  expect(() => knowsPurpose("P")).toThrow("broken");
  // Grants are read again against each new catalogue.
  load();
  await governance.close();
  expect(events).toEqual(["reload", "close"]);
});

test("a page reads what its own app is answered; of a caller who is not known, any app's page does; without a register nobody's", async () => {
  const app = (...origins: readonly string[]) => ({
    department: "housing",
    onDenied: "tell" as const,
    origins,
    keys: [],
    operations: new Map(),
  });
  const apps = new Map([
    ["rental", app("https://rental.example")],
    ["patrol", app("https://patrol.example")],
  ]);
  let book = createGrantBook([], { register: createRegister(new Map(), apps) });
  const governance = createGovernance({
    authenticator: () => ({ kind: "anonymous" }),
    openGrants: () => ({ current: () => book, reload: () => undefined, close: () => Promise.resolve() }),
  });
  const { servesOrigin } = governance.load({
    supergraph: { sdl: SDL, own: new Set() } as unknown as Supergraph,
    schema: consumerSchemaOf(SDL),
    applyAt: undefined,
    logger: pino({ level: "silent" }),
  });
  const served = () =>
    ["https://rental.example", "https://elsewhere.example"].map((origin) =>
      ["rental", "patrol", "unheard-of", undefined].map((asking) => servesOrigin(origin, asking)),
    );
  expect(served()).toEqual([
    [true, false, false, true],
    [false, false, false, false],
  ]);
  book = EMPTY_BOOK;
  expect(served().flat()).toEqual(Array(8).fill(false));
  await governance.close();
});
