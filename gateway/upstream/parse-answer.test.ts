import { expect, test } from "@jest/globals";
import { parseAnswer } from "./parse-answer.ts";

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
