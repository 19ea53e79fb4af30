import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { decompress, parseJson } from "./decode-body.ts";

const body = Buffer.from('{"query":"{ me }"}');

test.each([
  [null, body],
  ["identity", body],
  ["gzip", gzipSync(body)],
  ["GZIP ", gzipSync(body)],
  ["deflate", deflateSync(body)],
  ["br", brotliCompressSync(body)],
] as const)("undoes %s", async (encoding, encoded) => {
  expect(await decompress(encoded, encoding, 100)).toEqual(body);
});

test.each([
  ["gzip", gzipSync(Buffer.alloc(10_000_000))],
  ["br", brotliCompressSync(Buffer.alloc(10_000_000))],
] as const)("a %s bomb stops at the limit", async (encoding, bomb) => {
  expect(bomb.length).toBeLessThan(10_000);
  await expect(decompress(bomb, encoding, 100_000)).rejects.toMatchObject({
    message: "The request body is larger than 100000 bytes.",
    extensions: { code: "HUB_BODY_TOO_LARGE" },
  });
});

test.each(["zstd", "gzip, gzip", "__proto__", "constructor"])("%s is refused", async (encoding) => {
  await expect(decompress(body, encoding, 100)).rejects.toMatchObject({ extensions: { code: "HUB_BODY_ENCODING" } });
});

test("damaged data is refused", async () => {
  await expect(decompress(gzipSync(body).subarray(0, 20), "gzip", 100)).rejects.toMatchObject({
    extensions: { code: "HUB_BODY_CORRUPT" },
  });
});

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
