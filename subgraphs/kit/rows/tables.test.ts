import { expect, test } from "@jest/globals";
import { tablesOf } from "./tables.ts";

const field = (name: string, part: object = {}) => ({ name, type: "String", isId: false, isList: false, ...part });
const modelOf = (...fields: readonly object[]) => ({ datamodel: { models: { Note: { fields } } } });
const ID = field("id", { type: "Int", isId: true });
const DIVISION = field("divisionCode");

test("a table is known by its key, its columns, its lists, and whether its rows lie in divisions", () => {
  const words = field("words", { isList: true });
  const columns = new Map([
    ["id", "Int"],
    ["divisionCode", "String"],
    ["words", "String"],
  ]);
  expect(tablesOf(modelOf(ID, DIVISION, words), ["Other"])).toEqual(
    new Map([["Note", { name: "Note", key: "id", columns, lists: new Set(["words"]), divided: true }]]),
  );
  expect(tablesOf(modelOf(ID), ["Note"]).get("Note")).toMatchObject({ key: "id", divided: false });
});

test("S21: a table whose rows would pass every row scope keeps the department from starting", () => {
  const either = "Table Note: expected either a column divisionCode or to be named as city-wide";
  expect(() => tablesOf(modelOf(ID), [])).toThrow(either);
  expect(() => tablesOf(modelOf(ID, DIVISION), ["Note"])).toThrow(either);
  expect(() => tablesOf(modelOf(DIVISION), [])).toThrow("Table Note: expected a primary key of one column");
});
