import { expect, test } from "@jest/globals";
import {
  authorizationGap,
  type Authorization,
  type AuthorizedItem,
  type DeclaredMember,
  type Signature,
} from "./authorization.ts";

const TODAY = new Date("2026-11-26");
const MOTHER: DeclaredMember = { personId: "mother", bornOn: new Date("1983-05-01"), incapacitated: false };
const SON: DeclaredMember = { personId: "son", bornOn: new Date("2014-05-01"), incapacitated: false };
const signature = (personId: string, rest: Partial<Signature> = {}): Signature => ({
  personId,
  signedBy: "SELF",
  guardianId: null,
  signedOn: new Date("2026-05-01"),
  ...rest,
});
const BY_MOTHER = { signedBy: "GUARDIAN", guardianId: "mother" } as const;
const AUTHORIZATION: Authorization = {
  scope: ["IDENTITY", "INCOME"],
  signedOn: new Date("2026-05-01"),
  validTo: new Date("2026-12-31"),
  withdrawnOn: null,
  signatures: [signature("mother"), signature("son", BY_MOTHER)],
};
const NEEDED: readonly AuthorizedItem[] = ["IDENTITY", "INCOME"];
const gap = (changes: Partial<Authorization> = {}, family = [MOTHER, SON], needed = NEEDED) =>
  authorizationGap({ ...AUTHORIZATION, ...changes }, family, needed, TODAY);

test("G13: 个人信息保护法第十四条: signed by every adult, in force, for every item that is looked up", () => {
  expect(gap()).toBeNull();
});

test.each([
  ["个人信息保护法第十五条: withdrawn, whatever its term", { withdrawnOn: new Date("2026-11-25") }, "WITHDRAWN"],
  ["withdrawn from a later day on is withdrawn", { withdrawnOn: new Date("2026-12-25") }, "WITHDRAWN"],
  ["its term is over", { validTo: new Date("2026-11-25") }, "EXPIRED"],
  ["its last day is the day itself", { validTo: TODAY }, null],
  ["signed on the day itself", { signedOn: TODAY }, null],
  ["signed for a later day", { signedOn: new Date("2026-11-27") }, "NOT_YET_SIGNED"],
  ["one item less", { scope: ["IDENTITY"] }, "BEYOND_SCOPE"],
  ["an adult has not signed", { signatures: [signature("son", BY_MOTHER)] }, "UNSIGNED"],
  [
    "an adult's signature by somebody else",
    { signatures: [signature("mother", { signedBy: "GUARDIAN", guardianId: "son" }), signature("son", BY_MOTHER)] },
    "UNSIGNED",
  ],
  [
    "a signature of a later day",
    { signatures: [signature("mother", { signedOn: new Date("2026-11-27") }), signature("son", BY_MOTHER)] },
    "UNSIGNED",
  ],
  [
    "个人信息保护法第三十一条: a child under 14 signs alone",
    { signatures: [signature("mother"), signature("son")] },
    "GUARDIAN_MISSING",
  ],
  [
    "a child is its own guardian",
    { signatures: [signature("mother"), signature("son", { signedBy: "GUARDIAN", guardianId: "son" })] },
    "GUARDIAN_MISSING",
  ],
  [
    "nobody is named as guardian",
    { signatures: [signature("mother"), signature("son", { signedBy: "GUARDIAN" })] },
    "GUARDIAN_MISSING",
  ],
] as const)("G13: %s", (_, changes, expected) => {
  expect(gap(changes)).toBe(expected);
});

test("G13: from 14 to 17 either the person or the guardian signs; the age is that of the signature's day", () => {
  const born = (day: string): DeclaredMember => ({ ...SON, bornOn: new Date(day) });
  const alone = { signatures: [signature("mother"), signature("son")] };
  expect(gap(alone, [MOTHER, born("2012-05-01")])).toBeNull();
  expect(gap({}, [MOTHER, born("2012-05-01")])).toBeNull();
  expect(gap(alone, [MOTHER, born("2012-05-02")])).toBe("GUARDIAN_MISSING");
  expect(gap({}, [MOTHER, born("2008-05-01")])).toBe("UNSIGNED");
});

test("G13: for an adult without full capacity the guardian signs, who has it", () => {
  const father: DeclaredMember = { personId: "father", bornOn: new Date("1950-01-01"), incapacitated: true };
  const signatures = (rest: Partial<Signature>) => ({
    signatures: [...AUTHORIZATION.signatures, signature("father", rest)],
  });
  expect(gap(signatures(BY_MOTHER), [MOTHER, SON, father])).toBeNull();
  expect(gap(signatures({}), [MOTHER, SON, father])).toBe("GUARDIAN_MISSING");
  expect(gap(signatures({ signedBy: "GUARDIAN", guardianId: "son" }), [MOTHER, SON, father])).toBe("GUARDIAN_MISSING");
  expect(gap(signatures({ signedBy: "GUARDIAN", guardianId: "somebody-else" }), [MOTHER, SON, father])).toBeNull();
});

test("G13: a case without a declared family authorizes nothing", () => {
  expect(gap({}, [])).toBe("NOBODY_DECLARED");
});
