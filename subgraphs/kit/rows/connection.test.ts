import { describe, expect, test } from "@jest/globals";
import { MAX_PAGE, pageOf, type Page, type PageArguments } from "./connection.ts";

const ROWS = [1, 2, 3, 4, 5, 6, 7].map((id) => ({ id }));

/** Answers a page from memory, as a database would: filter, order, bound. */
const read = ({ where, orderBy, take }: Page): Promise<{ id: number }[]> => {
  const { gt, lt, gte, lte } = (where as { id?: Partial<Record<"gt" | "lt" | "gte" | "lte", number>> }).id ?? {};
  const ordered = orderBy["id"] === "desc" ? ROWS.toReversed() : ROWS;
  const isWithin = (id: number): boolean =>
    id > (gt ?? -Infinity) && id < (lt ?? Infinity) && id >= (gte ?? -Infinity) && id <= (lte ?? Infinity);
  return Promise.resolve(ordered.filter(({ id }) => isWithin(id)).slice(0, take));
};

const page = (args: PageArguments) => pageOf("numbers", "id", args, read);

const ids = async (args: PageArguments): Promise<number[]> => (await page(args)).edges.map(({ node }) => node.id);

describe("walking a list", () => {
  test("T6: forward, page by page, meets every row once", async () => {
    const first = await page({ first: 3 });
    const second = await page({ first: 3, after: first.pageInfo.endCursor });
    const third = await page({ first: 3, after: second.pageInfo.endCursor });
    expect([first, second, third].map(({ edges }) => edges.map(({ node }) => node.id))).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [7],
    ]);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  test("backward gives the last rows in the list's own order", async () => {
    expect(await ids({ last: 2 })).toEqual([6, 7]);
    expect(await ids({ last: 2, before: (await page({ last: 2 })).pageInfo.startCursor })).toEqual([4, 5]);
  });

  test("R12: a list that begins with the newest is walked both ways too", async () => {
    const newest = (args: PageArguments) => pageOf("numbers", "id", args, read, "Int", "desc");
    const first = await newest({ first: 3 });
    const second = await newest({ first: 5, after: first.pageInfo.endCursor });
    const back = await newest({ last: 2, before: second.pageInfo.startCursor });
    const end = await newest({ last: 2 });
    expect([first, second, back, end].map(({ edges }) => edges.map(({ node }) => node.id))).toEqual([
      [7, 6, 5],
      [4, 3, 2, 1],
      [6, 5],
      [2, 1],
    ]);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });
});

describe("a page", () => {
  const asked = async (args: PageArguments, type = "Int"): Promise<Page> => {
    let page: Page | undefined;
    await pageOf<{ id: number }>("numbers", "id", args, (one) => ((page = one), Promise.resolve([])), type);
    return page as Page;
  };
  const cursorOf = (key: unknown): string => Buffer.from(JSON.stringify(["numbers", key])).toString("base64url");

  test("has twenty rows unless asked for others, one to two hundred, and is read with one more", async () => {
    for (const size of [1, MAX_PAGE]) {
      expect([(await asked({ first: size })).take, (await asked({ last: size })).take]).toEqual([size + 1, size + 1]);
    }
    for (const none of [{}, { first: null, last: null }]) expect((await asked(none)).take).toBe(21);
  });

  test("forward heeds `after` alone, backward `before` alone", async () => {
    const [after, before] = [cursorOf(2), cursorOf(6)];
    expect(await asked({ first: 1, after, before })).toMatchObject({
      cursor: 2,
      order: "asc",
      where: { id: { gt: 2 } },
    });
    expect(await asked({ last: 1, after, before })).toMatchObject({
      cursor: 6,
      order: "desc",
      where: { id: { lt: 6 } },
    });
    expect(await asked({ first: 1, before })).toMatchObject({ cursor: null, where: {} });
  });

  test("without rows begins and ends nowhere", async () => {
    expect(await pageOf<{ id: number }>("numbers", "id", {}, () => Promise.resolve([]))).toEqual({
      edges: [],
      pageInfo: { startCursor: null, endCursor: null, hasNextPage: false, hasPreviousPage: false },
    });
  });

  test.each<[string, unknown]>([
    ["Int", -(2 ** 31)],
    ["Int", 2 ** 31 - 1],
    ["BigInt", 2 ** 31],
    ["BigInt", -(2 ** 40)],
    ["String", "沙"],
    ["String", ""],
  ])("of a column of type %s begins behind %j", async (type, key) => {
    expect((await asked({ after: cursorOf(key) }, type)).cursor).toBe(key);
  });

  test.each<[string, unknown]>([
    ["Int", -(2 ** 31) - 1],
    ["Int", 2 ** 31],
    ["Int", "1"],
    ["BigInt", 2 ** 53],
    ["BigInt", 1.5],
    ["BigInt", "1"],
    ["String", 1],
    ["String", "a\0b"],
    ["String", null],
  ])("of a column of type %s does not begin behind %j", async (type, key) => {
    const code = "HUB_INVALID_CURSOR";
    await expect(asked({ after: cursorOf(key) }, type)).rejects.toMatchObject({ extensions: { code } });
  });

  test("of a list that divisions order first has its row's division in the cursor, and takes no cursor without one", async () => {
    const rows = [{ id: 5, divisionCode: "411102001001" }];
    const pages: Page[] = [];
    const grouped = (args: PageArguments) =>
      pageOf<{ id: number; divisionCode: string }>(
        "numbers",
        "id",
        args,
        (one) => (pages.push(one), Promise.resolve(rows)),
        "Int",
        "asc",
        "divisionCode",
      );
    const after = (await grouped({})).edges[0]?.cursor ?? "";
    await grouped({ after });
    expect(pages.map(({ cursor, group }) => [cursor, group])).toEqual([
      [null, null],
      [5, "411102001001"],
    ]);
    const cursor = (...place: readonly unknown[]) => Buffer.from(JSON.stringify(place)).toString("base64url");
    const code = "HUB_INVALID_CURSOR";
    for (const wrong of [
      cursor("numbers", 5),
      cursor("numbers", 5, 7),
      cursor("numbers", 5, "4\0"),
      cursor("numbers", "5", "4"),
    ])
      await expect(grouped({ after: wrong })).rejects.toMatchObject({ extensions: { code } });
    // Nor does a list that the key alone orders take one with a division.
    await expect(page({ after })).rejects.toMatchObject({ extensions: { code } });
  });

  test("of a column of large numbers has cursors like any other", async () => {
    const rows = [{ id: 5n }, { id: 7n }];
    const { edges } = await pageOf<{ id: bigint }>("numbers", "id", {}, () => Promise.resolve(rows), "BigInt");
    expect(edges.map(({ cursor }) => cursor)).toEqual([cursorOf(5), cursorOf(7)]);
  });
});

describe("refused", () => {
  test.each([
    ["a negative size", { first: -1 }, "HUB_PAGE_SIZE"],
    ["nothing at all", { first: 0 }, "HUB_PAGE_SIZE"],
    ["a huge size", { first: MAX_PAGE + 1 }, "HUB_PAGE_SIZE"],
    ["both ends at once", { first: 1, last: 1 }, "HUB_PAGE_SIZE"],
    ["noise as a cursor", { first: 1, after: "not a cursor" }, "HUB_INVALID_CURSOR"],
    ...['["numbers","a"]', '["numbers",1.5]', '["numbers",1e300]', '["numbers",3000000000]'].map(
      (cursor): [string, PageArguments, string] => [
        `S19: the cursor ${cursor}, which the column cannot hold`,
        { first: 1, after: Buffer.from(cursor).toString("base64url") },
        "HUB_INVALID_CURSOR",
      ],
    ),
    [
      "a cursor of another list",
      { first: 1, after: Buffer.from('["others",1]').toString("base64url") },
      "HUB_INVALID_CURSOR",
    ],
  ])("%s", async (_, args, code) => {
    await expect(page(args)).rejects.toMatchObject({ extensions: { code } });
  });
});
