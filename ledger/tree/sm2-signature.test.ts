import { expect, test } from "@jest/globals";
import { generateSm2Key, isSm2Signed, signSm2 } from "./sm2-signature.ts";

/** The example of GB/T 32918.5-2017, A.2: the recommended curve, user id 1234567812345678, message "message digest". */
const PUBLIC_KEY =
  "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020" +
  "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
const SECRET = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
const SIGNATURE =
  "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3" +
  "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";
const MESSAGE = Buffer.from("message digest");

test("18.5: the standard's own signature is one, under the standard's key", () => {
  expect(isSm2Signed(MESSAGE, Buffer.from(SIGNATURE, "hex"), PUBLIC_KEY)).toBe(true);
  const own = signSm2(MESSAGE, { secret: SECRET, publicKey: PUBLIC_KEY });
  expect([own.length, isSm2Signed(MESSAGE, own, PUBLIC_KEY)]).toEqual([64, true]);
});

test("18.5: another message, another key, and any bit that is changed are no signature; what is malformed is none either", () => {
  const signature = Buffer.from(SIGNATURE, "hex");
  expect(isSm2Signed(Buffer.from("message digesT"), signature, PUBLIC_KEY)).toBe(false);
  expect(isSm2Signed(MESSAGE, signature, generateSm2Key().publicKey)).toBe(false);
  for (const at of [0, 31, 32, 63]) {
    const bent = Buffer.from(signature);
    bent.writeUInt8(bent.readUInt8(at) ^ 1, at);
    expect(isSm2Signed(MESSAGE, bent, PUBLIC_KEY)).toBe(false);
  }
  for (const none of [
    Buffer.alloc(64),
    Buffer.alloc(64, 255),
    signature.subarray(1),
    Buffer.concat([signature, Buffer.of(0)]),
  ])
    expect(isSm2Signed(MESSAGE, none, PUBLIC_KEY)).toBe(false);
  expect(isSm2Signed(MESSAGE, signature, `04${"ff".repeat(64)}`)).toBe(false);
});
