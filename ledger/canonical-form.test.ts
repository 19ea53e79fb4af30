import { expect, test } from "@jest/globals";
import { canonicalText } from "./canonical-form.ts";

// RFC 8785, section 3.2.3: keys in the order of their UTF-16 code units; numbers as in ECMAScript.
test("RFC 8785's own example", () => {
  const text = canonicalText({
    // eslint-disable-next-line no-loss-of-precision -- the RFC's own number: the loss is what it shows
    numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
    literals: [null, true, false],
  });
  expect(text).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("what JSON cannot say is refused", () => {
  expect(() => canonicalText(Number.NaN)).toThrow(TypeError);
  expect(() => canonicalText("\ud800")).toThrow(TypeError);
});
