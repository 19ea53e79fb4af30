import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { graphql } from "graphql";
import { Client } from "pg";
import type { Envelope } from "../../schema/envelope/envelope.ts";
import { migrateDatabase } from "../../subgraphs/kit/postgres/migrate-database.ts";
import { adapterFor, loadSubgraph } from "../../subgraphs/kit/subgraph.ts";
import { servedUrls, testDatabase } from "../test-database.ts";

const SIGNER = "AbCdEfGhIjKlMnOpQrStUv";
const CHILD = "BbCdEfGhIjKlMnOpQrStUv";
const STRANGER = "CbCdEfGhIjKlMnOpQrStUv";

const KINDS = [
  { department: "civil-affairs", kind: "subsistence", field: "withdrawSubsistenceAuthorization" },
  { department: "housing", kind: "rental", field: "withdrawRentalAuthorization" },
] as const;
type Kind = (typeof KINDS)[number];

const CASE = {
  subsistence: `insert into subsistence_case (id, applicant_id, residence, accepted_on, division_code)
    values ('c1', 'p', 'URBAN', '2026-10-01', '411102001001')`,
  rental: `insert into rental_case (id, applicant_id, migrant, accepted_on, division_code)
    values ('c1', 'p', false, '2026-10-01', '411102001001')`,
};

interface Asker {
  readonly subject?: string;
  readonly officer?: string;
  readonly department?: string;
  readonly scope?: string;
}

/** A department as it is served, by the role that may add withdrawals and change nothing. */
const open = async ({ department, kind, field }: Kind) => {
  const owner = await testDatabase(`withdrawal_${kind}`);
  await migrateDatabase(department, owner);
  const client = new Client({ connectionString: owner });
  await client.connect();
  const [served] = await servedUrls(department, owner);
  const { schema, connect } = await loadSubgraph(department);
  const database = connect(adapterFor(served));
  const envelopeOf = ({ subject, officer, department: of, scope }: Asker): Envelope => ({
    app: "app",
    department: of ?? "data-administration",
    officer: officer ?? null,
    roles: [],
    subject: subject ?? null,
    enterprise: null,
    purpose: "SELF_ACCESS",
    grant: "",
    policy: "",
    lines: [
      {
        consumer: { kind: "caller" },
        grants: [],
        scope: [scope ?? ""],
        coordinates: new Map([[`Mutation.${field}`, "CLEAR"]]),
      },
    ],
    keys: new Set(),
    document: "",
  });
  return {
    client,
    withdraw: async (number: string, asker: Asker) => {
      const { data, errors } = await graphql({
        schema,
        source: `mutation ($number: String!) { ${field}(authorizationNumber: $number) }`,
        variableValues: { number },
        contextValue: { database, envelope: envelopeOf(asker) },
      });
      return errors === undefined ? data?.[field] : errors[0]?.extensions["code"];
    },
    close: async () => {
      await database.$disconnect();
      await client.end();
    },
  };
};

const offices = new Map<Kind, Awaited<ReturnType<typeof open>>>();
const officeOf = (kind: Kind) => {
  const office = offices.get(kind);
  if (office === undefined) throw new Error(`${kind.department} is not open`);
  return office;
};

beforeAll(async () => {
  for (const kind of KINDS) {
    const office = await open(kind);
    offices.set(kind, office);
    const { client } = office;
    await client.query(CASE[kind.kind]);
    for (const id of [1, 2, 3]) {
      await client.query(
        `insert into ${kind.kind}_authorization (id, case_id, number, scope, signed_on, valid_to, division_code)
         values ($1, 'c1', $2, '{IDENTITY}', '2026-10-01', '2099-12-31', '411102001001')`,
        [id, `number-${id}`],
      );
      await client.query(
        `insert into ${kind.kind}_signature (id, authorization_id, person_id, signed_by, guardian_id, signed_on, division_code)
         values ($1, $1, $2, 'GUARDIAN', $3, '2026-10-01', '411102001001')`,
        [id, CHILD, SIGNER],
      );
    }
  }
});
afterAll(async () => {
  for (const office of offices.values()) await office.close();
});

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

test.each(KINDS)(
  "G13: 个人信息保护法第十五条: who signed withdraws at $department without a reason, once, and so does a guardian or an officer who takes it down",
  async (kind) => {
    const { client, withdraw } = officeOf(kind);
    const stored = async (): Promise<readonly (readonly unknown[])[]> => {
      const { rows } = await client.query<{ id: number; on: string | null; by: string | null }>(
        `select a.id, a.withdrawn_on::text as "on", w.withdrawn_by as by from ${kind.kind}_authorization a
         left join ${kind.kind}_withdrawal w on w.authorization_id = a.id order by a.id`,
      );
      return rows.map(({ id, on, by }) => [id, on, by]);
    };
    for (const asker of [
      { subject: STRANGER },
      {},
      { officer: "somebody", department: "public-security" },
      // A citizen's login through an officer's app is the citizen's: no officer takes down what a stranger asks for.
      { subject: STRANGER, officer: "hr", department: kind.department },
      { officer: "of another district", department: kind.department, scope: "411103" },
    ])
      expect([asker, await withdraw("number-1", asker)]).toEqual([asker, "HUB_AUTHORIZATION_REQUIRED"]);
    expect(await withdraw("number-9", { subject: SIGNER })).toBe("HUB_AUTHORIZATION_REQUIRED");
    expect(await stored()).toEqual([
      [1, null, null],
      [2, null, null],
      [3, null, null],
    ]);
    const many = await Promise.all(Array.from({ length: 5 }, () => withdraw("number-1", { subject: SIGNER })));
    expect(many).toEqual(many.map(() => today()));
    expect(await withdraw("number-2", { subject: CHILD })).toBe(today());
    expect(await withdraw("number-3", { officer: "desk", department: kind.department, scope: "4111" })).toBe(today());
    expect(await withdraw("number-3", { subject: SIGNER })).toBe(today());
    expect(await stored()).toEqual([
      [1, today(), "SELF"],
      [2, today(), "SELF"],
      [3, today(), "desk"],
    ]);
  },
);

test("G13: the service that takes withdrawals down changes no authorization itself", async () => {
  for (const kind of KINDS) {
    const [served] = await servedUrls(kind.department, await testDatabase(`withdrawal_${kind.kind}`));
    const client = new Client({ connectionString: served });
    await client.connect();
    await expect(client.query(`update ${kind.kind}_authorization set withdrawn_on = null`)).rejects.toThrow(
      "permission denied",
    );
    await client.end();
  }
});
