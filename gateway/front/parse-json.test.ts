import { expect, test } from "@jest/globals";
import { parseJson } from "./parse-json.ts";

const BODY = { en: "the body", zh: "请求体" };

test.each(['{"a":[1,"x",null]}', '{"a":"\\u4e2d"}', '{"name":"__proto__"}', '"__proto__"'])(
  "%s is read as it is",
  (text) => {
    expect(parseJson(text, BODY)).toEqual(JSON.parse(text));
  },
);

test.each(['{"__proto__":1}', '{"a":[{"__proto__":{}}]}', '{"\\u005f_proto__":1}', '{"_\\u005Fproto__":1}'])(
  "%s names the prototype",
  (text) => {
    expect(() => parseJson(text, BODY)).toThrow(
      expect.objectContaining({ extensions: expect.objectContaining({ code: "HUB_RESERVED_NAME" }) }),
    );
  },
);

test.each(["", "{", "undefined", "{'a':1}"])("%p is not JSON", (text) => {
  expect(() => parseJson(text, BODY)).toThrow("the body is not valid JSON");
});
