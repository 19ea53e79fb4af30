import { expect, test } from "@jest/globals";
import { readAnswer } from "../../console/src/answer/answer.ts";

const denied = (coordinate: string, path: readonly (string | number)[], extra: object = {}) => ({
  message: "denied",
  path,
  extensions: {
    code: "HUB_FIELD_DENIED",
    coordinate,
    reason: "NO_GRANT",
    owner: "human-resources",
    shareType: "CONDITIONAL",
    apply: `/apply?coordinate=${coordinate}`,
    occurrences: 1,
    ...extra,
  },
});

test("folds the places of one denied coordinate together and keeps the first path", () => {
  const errors = [
    denied("Person.income", ["projects", 0, "workers", 1, "income"]),
    denied("Person.income", ["projects", 0, "workers", 2, "income"], { occurrences: 99 }),
    denied("Person.income", ["me", "income"], { reason: "QUOTA" }),
    { message: "something else", path: ["x"], extensions: { code: "HUB_SUBGRAPH_DOWN" } },
  ];
  expect(readAnswer(JSON.stringify({ data: null, errors }))).toEqual({
    sharing: undefined,
    denials: [
      {
        coordinate: "Person.income",
        reason: "NO_GRANT",
        owner: "human-resources",
        share: "CONDITIONAL",
        appliable: true,
        path: "projects[0].workers[1].income",
        places: 100,
      },
      expect.objectContaining({ reason: "QUOTA", path: "me.income", places: 1 }),
    ],
  });
});

test.each([null, "", undefined])("what has no place to apply for it (%p) cannot be applied for", (apply) => {
  const { denials } = readAnswer(JSON.stringify({ errors: [denied("Person.income", ["a"], { apply })] }));
  expect(denials).toEqual([expect.objectContaining({ coordinate: "Person.income", appliable: false })]);
});

test("reads how an answer was shared", () => {
  const sharing = {
    purpose: { code: "WAGE", name: "根治欠薪" },
    grant: "g1",
    receipt: { id: "4711" },
    outcomes: { "Person.name": "MASKED", "Person.income": "DENIED" },
  };
  expect(readAnswer(JSON.stringify({ data: {}, extensions: { sharing } })).sharing).toEqual({
    purpose: "根治欠薪",
    grant: "g1",
    receipt: "4711",
    outcomes: new Map([
      ["Person.name", "MASKED"],
      ["Person.income", "DENIED"],
    ]),
  });
});

test.each([null, "", "not JSON", "[]", "null", "{}", '{"errors":[]}', '{"errors":[{"message":"x"}]}'])(
  "has nothing to explain in %p",
  (text) => {
    expect(readAnswer(text)).toEqual({ denials: [], sharing: undefined });
  },
);

test.each([
  ['{"errors":"x"}', "errors: expected a list"],
  ['{"errors":[null,1]}', "errors[0]: expected a mapping"],
  ['{"extensions":{"sharing":1}}', "extensions.sharing: expected a mapping"],
  [
    JSON.stringify({ errors: [denied("Person.income", ["a"], { apply: 7 })] }),
    "errors[0].extensions.apply: expected text",
  ],
  [JSON.stringify({ errors: [denied("", ["a"])] }), "errors[0].extensions.coordinate: expected text"],
  ['{"extensions":{"sharing":{"outcomes":{"Person.name":null}}}}', "extensions.sharing.outcomes"],
])("a form that the page does not know is told, and nothing of it is read: %s", (text, where) => {
  const { trouble, ...rest } = readAnswer(text);
  expect(trouble).toContain("网关的回答不是本页所知的形式");
  expect(trouble).toContain(where);
  expect(rest).toEqual({ denials: [], sharing: undefined });
});
