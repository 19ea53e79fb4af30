import { describe, expect, test } from "@jest/globals";
import { connectionOf, keysetOf, MAX_PAGE, type PageArguments } from "./connection.ts";

const ROWS = [1, 2, 3, 4, 5, 6, 7].map((id) => ({ id }));

const page = (args: PageArguments) => {
  const keyset = keysetOf<number>("numbers", args);
  const ordered = keyset.order === "asc" ? ROWS : [...ROWS].reverse();
  const { cursor } = keyset;
  const beyond = ordered.filter(({ id }) => cursor === null || (keyset.order === "asc" ? id > cursor : id < cursor));
  return connectionOf(keyset, beyond.slice(0, keyset.take), ({ id }) => id);
};

const ids = (args: PageArguments): number[] => page(args).edges.map(({ node }) => node.id);

describe("walking a list", () => {
  test("forward, page by page, meets every row once", () => {
    const first = page({ first: 3 });
    const second = page({ first: 3, after: first.pageInfo.endCursor });
    const third = page({ first: 3, after: second.pageInfo.endCursor });
    expect([first, second, third].map(({ edges }) => edges.map(({ node }) => node.id))).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [7],
    ]);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  test("backward gives the last rows in the list's own order", () => {
    expect(ids({ last: 2 })).toEqual([6, 7]);
    expect(ids({ last: 2, before: page({ last: 2 }).pageInfo.startCursor })).toEqual([4, 5]);
  });
});

describe("what is refused", () => {
  test.each([
    ["a negative size", { first: -1 }, "HUB_PAGE_SIZE"],
    ["nothing at all", { first: 0 }, "HUB_PAGE_SIZE"],
    ["a huge size", { first: MAX_PAGE + 1 }, "HUB_PAGE_SIZE"],
    ["both ends at once", { first: 1, last: 1 }, "HUB_PAGE_SIZE"],
    ["noise as a cursor", { first: 1, after: "not a cursor" }, "HUB_INVALID_CURSOR"],
    [
      "a cursor of another list",
      { first: 1, after: Buffer.from('["others",1]').toString("base64url") },
      "HUB_INVALID_CURSOR",
    ],
  ])("%s", (_, args, code) => {
    expect(() => page(args)).toThrow(expect.objectContaining({ extensions: { code } }));
  });
});
