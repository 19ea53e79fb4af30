import { expect, test } from "@jest/globals";
import { parseTilePath, tilePath } from "./tile-path.ts";

test.each([
  [{ level: 0, index: 0, width: 256 }, "0/000"],
  [{ level: 3, index: 999, width: 1 }, "3/999.p/1"],
  [{ level: 0, index: 1000, width: 256 }, "0/x001/000"],
  [{ level: 0, index: 1_234_067, width: 8 }, "0/x001/x234/067.p/8"],
  [{ level: "entries", index: 70, width: 255 }, "entries/070.p/255"],
] as const)("L13: %j is at one path, as C2SP tlog-tiles writes it", (part, path) => {
  expect(tilePath(part)).toBe(path);
  expect(parseTilePath(path)).toEqual(part);
});

test.each([
  "",
  "0",
  "0/",
  "0/0",
  "0/00",
  "0/0000",
  "00/000",
  "0/001/000",
  "0/x000/001",
  "0/x001",
  "0/000.p/0",
  "0/000.p/01",
  "0/000.p/256",
  "0/000.p/257",
  "64/000",
  "-1/000",
  "entries/0",
  "0/000/",
  "0/000.p/1/",
  "0/x99/000",
  "0/000%00",
  "a/000",
  `0/${"x999/".repeat(6)}000`,
])("L13: %j names nothing", (path) => {
  expect(parseTilePath(path)).toBeNull();
});
