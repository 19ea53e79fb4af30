import { expect, test } from "@jest/globals";
import { argumentSalt, commitTo } from "./commitment.ts";

test("a commitment opens with its salt and value, and with nothing else", () => {
  const secret = Buffer.alloc(32, 1);
  const salt = argumentSalt(secret, "trace", "citizenNumber");
  const commitment = commitTo({ argument: "citizenNumber", value: "11010519491231002X", salt });
  expect(commitTo({ argument: "citizenNumber", value: "11010519491231002X", salt })).toBe(commitment);
  expect(commitTo({ argument: "citizenNumber", value: "110105194912310021", salt })).not.toBe(commitment);
  expect(argumentSalt(secret, "trace 2", "citizenNumber")).not.toBe(salt);
});
