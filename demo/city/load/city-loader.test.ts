import { expect, test } from "@jest/globals";
import { encodeCell } from "./city-loader.ts";

test.each([
  ["漯河", "漯河"],
  ["a\tb\nc\\d\r", "a\\tb\\nc\\\\d\\r"],
  ["", ""],
  [null, "\\N"],
  [0.2, "0.2"],
  [true, "t"],
  [false, "f"],
])("%p becomes %p", (value, text) => {
  expect(encodeCell(value)).toBe(text);
});
