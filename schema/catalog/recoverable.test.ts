import { expect, test } from "@jest/globals";
import type { CatalogItem } from "./catalog-item.ts";
import { recoverableNumbers } from "./recoverable.ts";

const item = (coordinate: string, mask: CatalogItem["mask"]) =>
  [coordinate, { coordinate, typeName: coordinate.split(".")[0], mask } as CatalogItem] as const;
const items = new Map([
  item("Person.citizenNumber", "CITIZEN_NUMBER"),
  item("Person.birthDate", "DATE_YEAR"),
  item("Person.name", "NAME"),
  item("Cremation.diedOn", "DATE_YEAR"),
]);

test.each([
  ["both masked", { "Person.citizenNumber": "MASKED", "Person.birthDate": "MASKED" }, 1],
  ["the date in the clear", { "Person.citizenNumber": "MASKED", "Person.birthDate": "CLEAR" }, 1],
  ["the number in the clear", { "Person.citizenNumber": "CLEAR", "Person.birthDate": "MASKED" }, 0],
  ["the number alone", { "Person.citizenNumber": "MASKED", "Person.name": "MASKED" }, 0],
  ["the date of another type", { "Person.citizenNumber": "MASKED", "Cremation.diedOn": "CLEAR" }, 0],
] as const)("G18: %s: masked numbers that come back", (_, given, expected) => {
  const outcomes = new Map<string, "CLEAR" | "MASKED">(Object.entries(given));
  const found = recoverableNumbers(items, (coordinate) => outcomes.get(coordinate));
  expect(found).toEqual(expected === 0 ? [] : [{ number: "Person.citizenNumber", date: "Person.birthDate" }]);
});
