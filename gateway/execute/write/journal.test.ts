import { expect, test } from "@jest/globals";
import { Journal } from "./journal.ts";

const [NAME, PHONE] = [0, 1];
const coordinates = { names: ["Person.name", "Person.phone"], shapes: [[NAME, PHONE]] };

const observed = (journal: Journal) => {
  const { rows, subjects } = journal.observation(coordinates);
  return { rows: Object.fromEntries(rows), subjects: [...subjects].map(([type, ids]) => [type, ...ids]) };
};

test("counts values, whole objects, and what is null in them", () => {
  const journal = new Journal().begin();
  journal.count(NAME);
  journal.countShape(0);
  journal.absent(PHONE);
  journal.countShape(0);
  expect(observed(journal)).toEqual({ rows: { "Person.name": 3, "Person.phone": 1 }, subjects: [] });
});

test("a group counts for each place it stands in, with the groups and subjects below it", () => {
  const journal = new Journal().begin();
  const outer = journal.mark();
  journal.count(NAME);
  const inner = journal.mark();
  journal.count(PHONE);
  journal.subject("Person", "p1");
  const innerGroup = journal.group(inner);
  journal.countGroup(innerGroup);
  const outerGroup = journal.group(outer);
  journal.countGroup(outerGroup);
  journal.countGroup(outerGroup);
  expect(observed(journal)).toEqual({ rows: { "Person.name": 3, "Person.phone": 6 }, subjects: [["Person", "p1"]] });
});

test("what null propagation discards is taken back, subjects included", () => {
  const journal = new Journal().begin();
  journal.count(NAME);
  const mark = journal.mark();
  journal.countShape(0);
  journal.subject("Person", "p1");
  journal.group(mark);
  journal.rollBack(mark);
  journal.subject("Person", "p2");
  expect(observed(journal)).toEqual({ rows: { "Person.name": 1 }, subjects: [["Person", "p2"]] });
});

test("the next pass starts empty, and what the last one observed stays as it was", () => {
  const journal = new Journal().begin();
  journal.count(NAME);
  journal.subject("Person", "p1");
  const { rows, subjects } = journal.observation(coordinates);
  journal.begin();
  const mark = journal.mark();
  journal.count(PHONE);
  journal.subject("Person", "p2");
  journal.group(mark);
  expect(observed(journal)).toEqual({ rows: { "Person.phone": 1 }, subjects: [["Person", "p2"]] });
  expect([...rows]).toEqual([["Person.name", 1]]);
  expect([...(subjects.get("Person") ?? [])]).toEqual(["p1"]);
});

test("room is made for as many as there are", () => {
  const journal = new Journal().begin();
  for (let times = 0; times < 100_000; times++) {
    const mark = journal.mark();
    journal.count(NAME);
    if (times % 10 === 0) journal.group(mark);
  }
  expect(observed(journal)).toEqual({ rows: { "Person.name": 100_000 }, subjects: [] });
});
