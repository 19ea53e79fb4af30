import { expect, test } from "@jest/globals";
import { articleOf, lawProblems } from "./describe-law.ts";
import { isTestOf, notesIn, readLaw, testsIn } from "./law-notes.ts";

const NOTE = ["/**", " * Opens the gate.", " * @law 社会救助暂行办法第五十八条 [T] 先授权，后查询", " */"].join("\n");

test("every article that the code carries out has a test that names it, and every rule a known document", () => {
  const law = readLaw();
  expect(lawProblems(law)).toEqual([]);
  expect(law.notes.length).toBeGreaterThan(10);
});

test("an article without a test is an error, and so is one whose test names another", () => {
  const notes = notesIn("a.ts", NOTE);
  const [note] = notes;
  const problem = "a.ts: 社会救助暂行办法第五十八条 has no test";
  const tested = (title: string) =>
    lawProblems({
      notes,
      tests: [...readLaw().tests.filter(({ title: t }) => !t.includes("第五十八条")), { title, file: "a.test.ts" }],
    });
  expect(note?.does).toBe("先授权，后查询");
  expect(tested("社会救助暂行办法第五十八条: nobody is asked")).toEqual([]);
  expect(tested("社会救助暂行办法第五十九条: nobody is asked")).toEqual([problem]);
  expect(tested("社会保险经办条例第五十八条: nobody is asked")).toEqual([problem]);
});

test.each([
  [" * @law 社会救助暂行办法第五十八条 先授权", "expected @law"],
  [" * @law 社会救助暂行办法 [T] 先授权", "cites no article"],
  [" * @law 某办法第五条 [T] 先授权", "cites no article"],
])("a note that cannot be read is an error: %s", (line, message) => {
  expect(() => notesIn("a.ts", `/**\n${line}\n */`)).toThrow(message);
});

test("tests are found by their titles and by the rows of their tables; paragraphs belong to their article", () => {
  const text = 'test("第十七条: in time", f); test.each([["个人信息保护法第十五条: withdrawn", 1]])("%s", f);';
  const tests = testsIn("subgraphs/sharing/x.test.ts", text);
  expect(tests.map(({ title }) => title)).toEqual(["第十七条: in time", "个人信息保护法第十五条: withdrawn"]);
  const [ofSharing, ofPerson] = tests;
  const [note] = notesIn("a.ts", " * @law 个人信息保护法第十五条第一款 [T] 撤回即停");
  if (!note || !ofPerson || !ofSharing) throw new Error("not read");
  expect([isTestOf(note.basis, ofPerson), isTestOf(note.basis, ofSharing)]).toEqual([true, false]);
});

test("articles in Chinese numerals", () => {
  expect([8, 10, 11, 20, 21, 42].map(articleOf)).toEqual([
    "第八条",
    "第十条",
    "第十一条",
    "第二十条",
    "第二十一条",
    "第四十二条",
  ]);
});
