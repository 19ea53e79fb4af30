import { expect, test } from "@jest/globals";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { decompress } from "./decompress.ts";

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
