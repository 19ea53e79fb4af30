import { expect, test } from "@jest/globals";
import { effectOf } from "./affected-operations.ts";

/* 20.3: what a change of classification does to an operation, by what its app is given today. */

const OPEN = { level: "L1", share: "UNCONDITIONAL", mask: null } as const;
const ASKED = { level: "L2", share: "CONDITIONAL", mask: "NAME" } as const;
const PERSONAL = { ...ASKED, level: "L3" } as const;
const CLOSED = { ...ASKED, share: "NOT_SHARED" } as const;
const [CLEAR, MASKED, JOB] = [
  { outcome: "CLEAR", unattended: false },
  { outcome: "MASKED", unattended: false },
  { outcome: "CLEAR", unattended: true },
] as const;

test.each([
  ["stays as it is", ASKED, ASKED, [CLEAR], undefined],
  ["is shared no more", ASKED, CLOSED, [CLEAR], "NOT_SHARED"],
  ["was not shared before either", CLOSED, CLOSED, [], undefined],
  ["comes with any grant no more, and nobody granted it", OPEN, ASKED, [], "GRANT_REQUIRED"],
  ["comes with any grant no more, and is granted", OPEN, ASKED, [CLEAR], undefined],
  ["becomes personal data", ASKED, PERSONAL, [CLEAR], "OFFICER_REQUIRED"],
  ["becomes personal data, and an automatic job has it", ASKED, PERSONAL, [JOB], undefined],
  ["was personal data before", PERSONAL, { ...PERSONAL, level: "L4" as const }, [CLEAR], undefined],
  ["has another mask, and is given masked", ASKED, { ...ASKED, mask: "ADDRESS" as const }, [MASKED], "MASK_CHANGED"],
  ["has another mask, and is given in the clear", ASKED, { ...ASKED, mask: null }, [CLEAR], undefined],
] as const)("20.3: a field that %s", (_, before, after, given, expected) => {
  expect(effectOf(before, after, given)).toBe(expected);
});
