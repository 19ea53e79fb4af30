import { expect, test } from "@jest/globals";
import { parseAnswer, subgraphError } from "./parse-answer.ts";

test.each(['{"data":{"a":1}}', '{"data":{"a":1},"errors":[]}', '{"data":{"a":1},"errors":null,"extensions":{"x":1}}'])(
  "%s is data",
  (text) => {
    expect(parseAnswer("housing", text)).toEqual({ data: { a: 1 } });
  },
);

test("data and errors both count", () => {
  const { data, errors } = parseAnswer(
    "housing",
    '{"data":{"a":null},"errors":[{"message":"m","extensions":{"code":"C"}}]}',
  );
  expect(data).toEqual({ a: null });
  expect(errors?.map((error) => error.toJSON())).toEqual([
    { message: "m", extensions: { code: "C", subgraph: "housing" } },
  ]);
});

test.each([
  "",
  "{",
  "1",
  "null",
  "[]",
  '"x"',
  "{}",
  '{"data":null}',
  '{"data":[]}',
  '{"data":1}',
  '{"errors":{}}',
  '{"errors":[1]}',
  '{"errors":[]}',
])("%p is no answer", (text) => {
  expect(parseAnswer("housing", text)).toMatchObject({
    data: null,
    errors: [{ extensions: { code: "HUB_SUBGRAPH_INVALID_ANSWER", subgraph: "housing" } }],
  });
});

test.each(['{"data":{"__proto__":{"polluted":1},"a":1}}', '{"data":{"\\u005f_proto__":{"polluted":1},"a":1}}'])(
  "%s loses the prototype",
  (text) => {
    const { data } = parseAnswer("housing", text);
    expect(Object.keys(data ?? {})).toEqual(["a"]);
    expect(Object.assign({}, data)).toEqual({ a: 1 });
  },
);

test("a value may be what a key may not", () => {
  expect(parseAnswer("housing", '{"data":{"name":"__proto__"}}')).toEqual({ data: { name: "__proto__" } });
});

test("what a subgraph chose to say passes, without its internals", () => {
  const extensions = {
    code: "CLOSED",
    until: "noon",
    stacktrace: ["at /srv"],
    exception: {},
    http: { status: 500 },
    url: "http://10.0.0.1",
  };
  const error = subgraphError("housing", { message: "Closed.", path: ["a", 0, "b"], extensions });
  expect(error.toJSON()).toEqual({
    message: "Closed.",
    path: ["a", 0, "b"],
    extensions: { code: "CLOSED", until: "noon", subgraph: "housing" },
  });
});

test.each([
  { message: "connect ECONNREFUSED 10.0.0.5", extensions: { code: "INTERNAL_SERVER_ERROR" } },
  { message: "Unexpected token in /srv/app.js" },
  { message: 5, extensions: { code: "X" } },
  { message: "m", extensions: "none", path: "a" },
  { message: "m", extensions: { code: 7 }, path: [{}] },
])("%j says no more than that the subgraph failed", (given) => {
  expect(subgraphError("housing", given).toJSON()).toEqual({
    message: 'Subgraph "housing" failed to resolve this field.',
    extensions: { code: "HUB_SUBGRAPH_FAILED", zh: "子图“housing”处理该字段时出错。", subgraph: "housing" },
  });
});

test("a subgraph cannot speak for another", () => {
  const error = subgraphError("housing", { message: "m", extensions: { code: "C", subgraph: "enterprise" } });
  expect(error.extensions["subgraph"]).toBe("housing");
});
