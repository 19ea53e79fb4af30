import { expect, test } from "@jest/globals";
import { emptyEnvelope } from "../../../schema/envelope/fixtures/empty-envelope.ts";
import type { SubgraphContext } from "../context.ts";
import { cityToday } from "../rules/age.ts";
import type { Authorization, DeclaredMember, Signature } from "./authorization.ts";
import { createGate, presentedCase } from "./gate.ts";
import { withdraw } from "./withdraw.ts";

const TODAY = cityToday(new Date());
const DAY = 86_400_000;
const context = (): SubgraphContext => ({ database: {} });
const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => "opened",
    (error: unknown) => {
      const { code, reason } = (error as { extensions: Record<string, unknown> }).extensions;
      return reason === undefined ? code : [code, reason];
    },
  );

const MEMBER: DeclaredMember = { personId: "mother", bornOn: new Date("1983-05-01"), incapacitated: false };
const SIGNED: Signature = { personId: "mother", signedBy: "SELF", guardianId: null, signedOn: TODAY };
type Row = Omit<Authorization, "signatures"> & { readonly id: number; readonly caseId: string };
const row = (id: number, part: Partial<Row> = {}): Row => ({
  id,
  caseId: "case",
  scope: ["INCOME"],
  signedOn: TODAY,
  validTo: TODAY,
  withdrawnOn: null,
  ...part,
});

/** A gate before one case of one mother, who signed these authorizations. */
const gateOf = (authorizations: readonly Row[], signed: readonly number[] = authorizations.map(({ id }) => id)) =>
  createGate<SubgraphContext, Row>({
    members: () => ({ load: (id) => Promise.resolve(id === "case" ? [MEMBER] : []) }),
    authorizations: () => ({ load: (id) => Promise.resolve(id === "case" ? authorizations : []) }),
    signatures: () => ({ load: (id) => Promise.resolve(signed.includes(Number(id)) ? [SIGNED] : []) }),
    needed: ["INCOME"],
  });
const INSUFFICIENT = "HUB_AUTHORIZATION_INSUFFICIENT";
const past = new Date(TODAY.getTime() - DAY);

test("G13: the gate opens for the authorization that is presented, where it is in force and signed", async () => {
  const gate = gateOf([row(1), row(2)], [1]);
  expect(await codeOf(gate.demandAuthorized(row(1), context()))).toBe("opened");
  expect(await codeOf(gate.demandAuthorized(row(2), context()))).toEqual([INSUFFICIENT, "UNSIGNED"]);
  await expect(gate.demandAuthorized(row(2), context())).rejects.toMatchObject({
    extensions: { zh: "书面授权或者审批不足以进行本项核查：有成年家庭成员未签署" },
  });
  expect(await codeOf(gate.demandAuthorized(row(1, { validTo: past }), context()))).toEqual([INSUFFICIENT, "EXPIRED"]);
  expect(await codeOf(gate.demandAuthorized(row(1, { caseId: "another" }), context()))).toEqual([
    INSUFFICIENT,
    "NOBODY_DECLARED",
  ]);
});

test("个人信息保护法第十五条: a case is answered while one of its authorizations is in force, and not after the last", async () => {
  const withdrawn = row(1, { withdrawnOn: past });
  const still = (...rows: readonly Row[]) => codeOf(gateOf(rows).demandStillAuthorized("case", context()));
  expect(await still(withdrawn, row(2))).toBe("opened");
  expect(await still(withdrawn, row(2, { validTo: past }))).toEqual([INSUFFICIENT, "WITHDRAWN"]);
  expect(await still()).toEqual([INSUFFICIENT, "UNSIGNED"]);
});

test("G13: a request presents one authorization, however often; one that presents two guesses, and finds neither", async () => {
  const asked: string[] = [];
  const find = (number: string) => {
    asked.push(number);
    return Promise.resolve(number === "N1" ? { id: 1 } : null);
  };
  const [one, two] = [context(), context()];
  expect(await Promise.all([presentedCase("N1", one, find), presentedCase("N1", one, find)])).toEqual([
    { id: 1 },
    { id: 1 },
  ]);
  expect(await codeOf(presentedCase("N2", two, find))).toBe("HUB_AUTHORIZATION_REQUIRED");
  asked.length = 0;
  const guessing = context();
  const guesses = ["N1", "N2"].map((number) => codeOf(presentedCase(number, guessing, find)));
  expect(await Promise.all(guesses)).toEqual(Array(2).fill("HUB_AUTHORIZATION_REPEATED"));
  expect(asked).toEqual([]);
});

test.each<[string, { subject?: string; department?: string; officer?: string | null }, string | null]>([
  ["the person who signed", { subject: "mother" }, "SELF"],
  ["the guardian who signed for one", { subject: "guardian" }, "SELF"],
  ["an officer of the department", { department: "civil-affairs", officer: "qian" }, "qian"],
  ["somebody else", { subject: "stranger" }, null],
  [
    "somebody else, through the department's app",
    { subject: "stranger", department: "civil-affairs", officer: "qian" },
    null,
  ],
  ["an officer of another department", { department: "housing", officer: "qian" }, null],
  ["the department's app without an officer", { department: "civil-affairs", officer: null }, null],
])("个人信息保护法第十五条: %s withdraws an authorization, or is not told of it", async (_, asker, by) => {
  const envelope = { ...emptyEnvelope, subject: null, department: "other", officer: null, ...asker };
  const added: unknown[] = [];
  const rows = (withdrawnOn: Date | null) => ({
    find: () => Promise.resolve({ id: 7, withdrawnOn, divisionCode: "411102" }),
    signaturesOf: (id: number) =>
      Promise.resolve(id === 7 ? [SIGNED, { personId: "son", guardianId: "guardian" }] : []),
    add: (withdrawal: { readonly withdrawnOn: Date }) => {
      added.push(withdrawal);
      return Promise.resolve(withdrawal.withdrawnOn);
    },
  });
  const asking = (): SubgraphContext => ({ database: {}, envelope: envelope });
  const first = withdraw(asking(), "civil-affairs", "N1", rows(null));
  const second = withdraw(asking(), "civil-affairs", "N1", rows(past));
  if (by === null) {
    expect(await Promise.all([codeOf(first), codeOf(second)])).toEqual(Array(2).fill("HUB_AUTHORIZATION_REQUIRED"));
    expect(added).toEqual([]);
    return;
  }
  expect([await first, await second]).toEqual([TODAY, past]);
  expect(added).toEqual([{ authorizationId: 7, withdrawnOn: TODAY, withdrawnBy: by, divisionCode: "411102" }]);
});

test("nobody withdraws where a department runs without a gate", async () => {
  const rows = {
    find: () => Promise.resolve({ id: 7, withdrawnOn: null, divisionCode: "411102" }),
    signaturesOf: () => Promise.resolve([SIGNED]),
    add: () => Promise.resolve(TODAY),
  };
  expect(await codeOf(withdraw(context(), "civil-affairs", "N1", rows))).toBe("HUB_AUTHORIZATION_REQUIRED");
});
