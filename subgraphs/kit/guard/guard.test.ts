import { describe, expect, test } from "@jest/globals";
import { execute, graphql, parse, type GraphQLObjectType } from "graphql";
import type { Envelope, EnvelopeOutcome } from "../../../schema/envelope/envelope.ts";
import { emptyEnvelope } from "../../../schema/envelope/fixtures/empty-envelope.ts";
import { createBuilder } from "../builder/create-builder.ts";
import { MOST_DERIVED, turn } from "./derived-work.ts";
import { guarded } from "./guard.ts";
import { conditional, open, reveals } from "../item.ts";
import { subgraphSchema } from "../builder/federation.ts";

interface Note {
  readonly name: string;
  readonly words: readonly string[];
  readonly divisionCode: string;
  readonly gridCode?: string;
}

const NOTES: readonly Note[] = [
  { name: "张三", words: ["李四", "王五"], divisionCode: "411102001001" },
  { name: "赵六", words: [], divisionCode: "411103001001" },
];

/** Two rows that name their grid; one that names another community's, which is believed of nothing. */
const IN_GRIDS: readonly Note[] = ["411102001001001", "411102001001002", "411103001001001"].map((gridCode) => ({
  name: gridCode,
  words: [],
  divisionCode: "411102001001",
  gridCode,
}));

/** What comes later and is none of JavaScript's own promises, as Prisma's queries are. */
const notAPromise = (value: string): PromiseLike<string> => {
  const promised = Promise.resolve(value);
  return { then: promised.then.bind(promised) };
};

/** A subgraph that reads from memory: nothing but the guard stands between a row and the answer. */
const buildSchema = () => {
  const builder = createBuilder<unknown, object>();
  const Note = builder.objectRef<Note>("Note").implement({
    fields: (t) => ({
      name: t.exposeString("name", conditional("L3", "NAME")),
      words: t.stringList({ ...conditional("L3", "NAME"), resolve: ({ words }) => words }),
      worked: t.string({ ...conditional("L3"), resolve: () => "out" }),
      later: t.string({ ...conditional("L3", "NAME"), resolve: ({ name }) => notAPromise(name) as Promise<string> }),
      secret: t.string({ ...conditional("L3"), resolve: () => "secret" }),
      divisionCode: t.exposeString("divisionCode", open()),
    }),
  });
  const Where = builder.inputType("Where", { fields: (t) => ({ name: t.string(reveals("Note.name")) }) });
  builder.queryFields((t) => ({
    notes: t.field({ type: [Note], ...conditional("L2"), resolve: () => [...NOTES] }),
    inGrids: t.field({ type: [Note], ...conditional("L2"), resolve: () => [...IN_GRIDS] }),
    many: t.field({
      type: [Note],
      ...conditional("L2"),
      resolve: () => Array.from({ length: MOST_DERIVED + 3 }, () => NOTES[0] as Note),
    }),
    other: t.field({ type: Note, ...conditional("L2"), resolve: () => NOTES[1] ?? null }),
    found: t.field({
      type: [Note],
      ...conditional("L2"),
      args: { name: t.arg.string(reveals("Note.name")), where: t.arg({ type: Where }) },
      resolve: (_, { name, where }) => NOTES.filter((note) => note.name === (name ?? where?.name)),
    }),
  }));
  const built = subgraphSchema(builder);
  const { worked } = (built.getType("Note") as GraphQLObjectType).getFields();
  // As the federation plugin leaves it on a field that is worked out from others.
  if (worked) {
    const applied = worked.extensions["directives"] as readonly object[];
    worked.extensions = { ...worked.extensions, directives: [...applied, { name: "requires", args: {} }] };
  }
  return built;
};
const schema = guarded(buildSchema());

type Line = readonly [scope: readonly string[], coordinates: Readonly<Record<string, EnvelopeOutcome>>];

const envelopeOf = (...lines: readonly Line[]): Envelope => ({
  ...emptyEnvelope,
  lines: lines.map(([scope, coordinates], index) => ({
    consumer: { kind: "caller" },
    grants: [`${index}`],
    scope,
    coordinates: new Map(Object.entries(coordinates)),
  })),
});

const ask = async (source: string, envelope?: Envelope) => {
  const contextValue = { database: {}, ...(envelope ? { envelope } : {}) };
  const { data, errors } = await graphql({ schema, source, contextValue });
  return { data, codes: (errors ?? []).map(({ extensions }) => extensions["code"]) };
};

const CITY: Line = [["4111"], { "Query.notes": "CLEAR", "Query.other": "CLEAR", "Note.name": "CLEAR" }];

describe("refused", () => {
  test("everything without an envelope, the service's SDL included", async () => {
    expect(await ask("{ notes { name } }")).toEqual({ data: { notes: null }, codes: ["HUB_ENVELOPE_REFUSED"] });
    const { codes } = await ask("{ _service { sdl } }", envelopeOf(CITY));
    expect(codes).toEqual(["HUB_ENVELOPE_REFUSED"]);
  });

  test("a field that the envelope does not name, beside one that it names", async () => {
    expect(await ask("{ other { name secret } }", envelopeOf(CITY))).toEqual({
      data: { other: { name: "赵六", secret: null } },
      codes: ["HUB_ENVELOPE_REFUSED"],
    });
  });

  test("a mask where the owner offers none", async () => {
    const { data, codes } = await ask(
      "{ other { secret } }",
      envelopeOf(CITY, [["4111"], { "Note.secret": "MASKED" }]),
    );
    expect({ data, codes }).toEqual({ data: { other: { secret: null } }, codes: ["HUB_ENVELOPE_REFUSED"] });
  });

  test("a schema with an unclassified field", () => {
    const builder = createBuilder<unknown, object>();
    builder.queryField("open", (t) => t.string({ resolve: () => "" }));
    expect(() => guarded(subgraphSchema(builder))).toThrow("Fields without @item: Query.open");
  });
});

describe("S2: an argument asks for what it gives away", () => {
  const asking = (name?: EnvelopeOutcome): Envelope =>
    envelopeOf([
      ["4111"],
      { "Query.found": "CLEAR", "Note.divisionCode": "CLEAR", ...(name === undefined ? {} : { "Note.name": name }) },
    ]);
  const BY = ['(name: "张三")', '(where: { name: "张三" })'] as const;

  test.each(BY)("found%s is answered to whoever holds the name in the clear", async (by) => {
    const { data, codes } = await ask(`{ found${by} { divisionCode } }`, asking("CLEAR"));
    expect({ data, codes }).toEqual({ data: { found: [{ divisionCode: "411102001001" }] }, codes: [] });
  });

  test.each(BY)("found%s is refused without the name, and under a mask", async (by) => {
    for (const name of [undefined, "MASKED"] as const) {
      expect(await ask(`{ found${by} { divisionCode } }`, asking(name))).toEqual({
        data: { found: null },
        codes: ["HUB_ENVELOPE_REFUSED"],
      });
    }
  });

  test("an argument that is not given asks for nothing", async () => {
    expect((await ask("{ found { divisionCode } }", asking())).codes).toEqual([]);
  });
});

describe("row scope, whatever the database returned", () => {
  const narrow = (scope: string): Envelope => envelopeOf([[scope], CITY[1]]);

  test("T5: cuts a list without a trace", async () => {
    expect(await ask("{ notes { name } }", narrow("411102"))).toEqual({
      data: { notes: [{ name: "张三" }] },
      codes: [],
    });
  });

  test("T5: turns a single row into an error", async () => {
    expect(await ask("{ other { name } }", narrow("411102"))).toEqual({
      data: { other: null },
      codes: ["HUB_FIELD_DENIED"],
    });
  });

  test.each([
    ["411102001001002", ["411102001001002"]],
    ["411102001001", IN_GRIDS.map(({ gridCode }) => gridCode)],
    ["411103001001001", []],
  ])("S4: the scope %s reaches the grids %j", async (scope, reached) => {
    const envelope = envelopeOf([[scope], { "Query.inGrids": "CLEAR", "Note.name": "CLEAR" }]);
    const { data } = await ask("{ inGrids { name } }", envelope);
    expect(data).toEqual({ inGrids: reached.map((name) => ({ name })) });
    const notes = envelopeOf([[scope], { "Query.notes": "CLEAR", "Note.name": "CLEAR" }]);
    // A row that names its community alone is in none of its grids.
    expect((await ask("{ notes { name } }", notes)).data).toEqual({
      notes: NOTES.filter(({ divisionCode }) => divisionCode.startsWith(scope)).map(({ name }) => ({ name })),
    });
  });

  test("T5: of a field is that of its own line, not of the list's", async () => {
    const envelope = envelopeOf([["4111"], { "Query.notes": "CLEAR" }], [["411103"], { "Note.name": "CLEAR" }]);
    expect(await ask("{ notes { name } }", envelope)).toEqual({
      data: { notes: [{ name: null }, { name: "赵六" }] },
      codes: ["HUB_FIELD_DENIED"],
    });
  });
});

describe("masks at the source", () => {
  test("T5: apply to a value and to each value of a list", async () => {
    const envelope = envelopeOf([["4111"], { "Query.notes": "CLEAR", "Note.name": "MASKED", "Note.words": "MASKED" }]);
    const { data } = await ask("{ notes { name words } }", envelope);
    expect(data).toEqual({
      notes: [
        { name: "张*", words: ["李*", "王*"] },
        { name: "赵*", words: [] },
      ],
    });
  });

  test("T5: follow the row: clear where one line says so, masked elsewhere", async () => {
    const envelope = envelopeOf(
      [["4111"], { "Query.notes": "CLEAR", "Note.name": "MASKED" }],
      [["411102"], { "Note.name": "CLEAR" }],
    );
    expect((await ask("{ notes { name } }", envelope)).data).toEqual({ notes: [{ name: "张三" }, { name: "赵*" }] });
  });
});

describe("a value that is plainly granted", () => {
  const envelope = envelopeOf([["4111"], { ...CITY[1], "Note.name": "MASKED", "Note.later": "MASKED" }]);
  const asked = (source: string) =>
    execute({ schema, document: parse(source), contextValue: { database: {}, envelope } });

  test("leaves at once, masked, and without a promise", () => {
    expect(asked("{ notes { name } }")).toEqual({ data: { notes: [{ name: "张*" }, { name: "赵*" }] } });
  });

  test("is masked as well when it comes later", async () => {
    expect(await asked("{ notes { name later } }")).toEqual({
      data: {
        notes: [
          { name: "张*", later: "张*" },
          { name: "赵*", later: "赵*" },
        ],
      },
    });
  });

  test("leaves a refusal beside it to the rule map", async () => {
    const { data, errors } = await asked("{ notes { name secret } }");
    expect(data).toEqual({
      notes: [
        { name: "张*", secret: null },
        { name: "赵*", secret: null },
      ],
    });
    expect(errors?.map(({ extensions }) => extensions["coordinate"])).toEqual(["Note.secret", "Note.secret"]);
  });
});

describe("S13: what one fetch has worked out is bounded", () => {
  const envelope = envelopeOf([["4111"], { "Query.many": "CLEAR", "Note.worked": "CLEAR", "Note.name": "CLEAR" }]);

  test("under whatever names, and the rest of the rows is answered", async () => {
    const { data, codes } = await ask("{ many { name worked } }", envelope);
    expect(codes).toEqual(["HUB_TOO_MUCH_WORK", "HUB_TOO_MUCH_WORK", "HUB_TOO_MUCH_WORK"]);
    const rows = data?.["many"] as readonly { readonly name: string; readonly worked: string | null }[];
    expect(rows.filter(({ worked }) => worked === "out")).toHaveLength(MOST_DERIVED);
    expect(rows.every(({ name }) => name === "张三")).toBe(true);
    const names = Array.from({ length: 3 }, (_, at) => `a${at}: worked`).join(" ");
    expect((await ask(`{ many { ${names} } }`, envelope)).codes).toHaveLength(2 * MOST_DERIVED + 9);
    expect((await ask("{ many { name } }", envelope)).codes).toEqual([]);
  });

  test("and work that takes long lets others have their turn", async () => {
    const context = { database: {} };
    const rounds: number[] = [];
    let round = 0;
    const count = (): void => {
      round += 1;
      if (rounds.length < 10) setImmediate(count);
    };
    setImmediate(count);
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        await turn(context);
        rounds.push(round);
        const until = performance.now() + 8;
        while (performance.now() < until);
      }),
    );
    // Three values of 8 ms fit a turn of 20: ten take four turns.
    expect(new Set(rounds).size).toBeGreaterThanOrEqual(3);
  });
});
