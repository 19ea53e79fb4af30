import { execFile, spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createConnection } from "mysql2/promise";
import { addSource } from "../../deploy/sources/add-source.ts";
import { citizenNumberCheck } from "../../subgraphs/kit/builder/citizen-number.ts";
import { guarded } from "../../subgraphs/kit/guard/guard.ts";
import { DEMO_PSEUDONYM_KEY, pseudonymOf } from "../../subgraphs/kit/pseudonym.ts";
import { parseSource } from "../../subgraphs/sources/description/read-source.ts";
import type { SourceDatabase } from "../../subgraphs/sources/graph/source-rows.ts";
import { sourceSubgraph } from "../../subgraphs/sources/load-source.ts";
import type { SourceProblem } from "../../subgraphs/sources/reading/reader.ts";
import { askSource, coordinatesOf } from "./ask-source.ts";

/** A server of Debian's MariaDB; where there is none, nothing of this is tested, and Jest says so. */
const SERVER = "/usr/sbin/mariadbd";
const whereThereIsOne = existsSync(SERVER) ? describe : describe.skip;

const description = parseSource(
  `source: rescue
title: 救助系统
owner: finance
kind: mysql
place: SOURCE_RESCUE_URL
mysql: { statementSeconds: 1 }
enums:
  RescueKind:
    title: 类别
    values:
      MEDICAL: { title: 医疗, codes: ["1"] }
      SCHOOL: { title: 教育, codes: ["2"] }
types:
  Rescue:
    title: 救助
    from: v_jz
    theme: 救助
    cycle: DAILY
    asOf: gxsj
    key: number
    division: { column: xzqh }
    fields:
      number: { column: bh, type: ID, title: 编号, level: L1, share: CONDITIONAL }
      person: { column: sfzh, type: Person, title: 对象, subject: true, level: L3, share: CONDITIONAL }
      kind: { column: lb, type: RescueKind, title: 类别, level: L1, share: CONDITIONAL }
      amount: { column: je, type: Fen, unit: yuan, title: 金额（分）, level: L2, share: CONDITIONAL }
      serial: { column: xh, type: String, title: 长序号, level: L1, share: CONDITIONAL }
      paidAt: { column: ffsj, type: DateTime, title: 发放时间, level: L1, share: CONDITIONAL }
      name: { column: mc, type: String, title: 项目, level: L1, share: CONDITIONAL }
      secret: { column: bz, type: String, title: 备注 }
    lists:
      rescues:
        title: 救助
        level: L1
        share: CONDITIONAL
        filters:
          kind: { field: kind, compare: equal, title: 类别 }
    entries:
      Person:
        rescues: { field: person, title: 救助, level: L1, share: CONDITIONAL }
`,
  "source.yaml",
);

/** Numbers of invented people: the area code is not given out. */
const [ZHANG, LI] = ["99110119520304001", "99110119800506002"].map((first) => first + citizenNumberCheck(first)) as [
  string,
  string,
];
const ADMIN = ["create user admin@'%' identified by 'admin'", "grant all on *.* to admin@'%' with grant option"];
const TABLES = `
  create database jz character set gbk;
  use jz;
  create table jz (bh varchar(20) primary key, sfzh varchar(20), lb tinyint, je decimal(20,2), xh bigint unsigned, ffsj datetime,
    mc varchar(40), xzqh varchar(12), gxsj timestamp, bz varchar(40));
  set time_zone = '+00:00';
  insert into jz values
    ('R1', '${ZHANG}', 1, 1234567890123.45, 18446744073709551615, '2026-03-01 07:30:00', '临时救助', '411102001', '2026-03-02 00:00:00', '秘密'),
    ('R2', '${ZHANG.slice(0, 6)}${ZHANG.slice(8, 17)}', 2, 0.07, 1, '0000-00-00 00:00:00', '䶮', '411102', '2026-03-02 00:00:00', null),
    ('R3', '${LI}', 9, null, 2, null, '教育救助', '411121', '2026-03-02 00:00:00', null);
  create table written (at int);
  create sql security invoker view v_jz as select * from jz;
  create user reader@'%' identified by 'a b&c';
  grant select on jz.* to reader@'%';
`;

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
};

const LIST = `query ($division: DivisionCode! = "4111", $first: Int, $after: String, $kind: RescueKind) {
  rescues(division: $division, first: $first, after: $after, kind: $kind) {
    edges { node { number person { id } kind amount serial paidAt name divisionCode asOf } } pageInfo { endCursor hasNextPage } } }`;
const NUMBERS = LIST.replace(/number person.*asOf/, "number");
interface Listed {
  readonly rescues: {
    readonly edges: readonly { readonly node: { readonly number: string } }[];
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}

whereThereIsOne("a database of MariaDB is a department's graph", () => {
  const problems: SourceProblem[] = [];
  const subgraph = sourceSubgraph(description, { tell: (problem) => problems.push(problem) });
  const schema = guarded(subgraph.schema);
  const coordinates = coordinatesOf(schema);
  let folder: string;
  let server: ChildProcess;
  let place: string;
  let database: SourceDatabase;

  const admin = async (statement: string): Promise<void> => {
    const { port } = new URL(place);
    const connection = await createConnection({
      host: "127.0.0.1",
      port: Number(port),
      user: "admin",
      password: "admin",
    });
    await connection.query(statement);
    await connection.end();
  };

  beforeAll(async () => {
    process.env["HUB_PSEUDONYM_KEY"] = DEMO_PSEUDONYM_KEY;
    folder = await mkdtemp(join(tmpdir(), "maria-"));
    const common = ["--no-defaults", `--datadir=${folder}/data`, `--user=${userInfo().username}`];
    await promisify(execFile)("mariadb-install-db", [
      ...common,
      "--skip-test-db",
      "--auth-root-authentication-method=normal",
    ]);
    // The server reads a statement a line.
    const statements = [...ADMIN, ...TABLES.split(";")].map(
      (statement) => `${statement.replaceAll(/\s+/g, " ").trim()};`,
    );
    await writeFile(join(folder, "init.sql"), `${statements.filter((one) => one !== ";").join("\n")}\n`);
    const port = await freePort();
    const own = [
      `--port=${port}`,
      "--bind-address=127.0.0.1",
      `--socket=${folder}/socket`,
      `--init-file=${folder}/init.sql`,
    ];
    const light = [
      "--innodb-buffer-pool-size=8M",
      "--innodb-flush-log-at-trx-commit=0",
      "--sql-mode=",
      "--character-set-server=utf8mb4",
    ];
    server = spawn(SERVER, [...common, ...own, ...light], { stdio: "ignore" });
    place = `mysql://reader:${encodeURIComponent("a b&c")}@127.0.0.1:${port}/jz`;
    database = await subgraph.open(place);
    for (let tries = 0; tries < 300 && !(await database.isThere()); tries += 1)
      await new Promise((next) => setTimeout(next, 50));
  }, 60_000);
  afterAll(async () => {
    await database.$disconnect();
    const ended = new Promise((exit) => server.once("exit", exit));
    server.kill();
    await ended;
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    problems.length = 0;
  });

  const ask = (source: string, more: Parameters<typeof askSource>[2] = {}) =>
    askSource({ schema, database, coordinates }, source, more);

  test("GBK, exact amounts, numbers of 20 digits, moments of the source's time zone, and days that are none", async () => {
    const { data, codes } = await ask(LIST, { scope: ["411102"] });
    const common = { person: { id: pseudonymOf(ZHANG, DEMO_PSEUDONYM_KEY) }, asOf: "2026-03-02T00:00:00.000Z" };
    expect({ data, codes }).toEqual({
      data: {
        rescues: {
          edges: [
            {
              node: {
                ...common,
                ...{ number: "R1", kind: "MEDICAL", amount: 123_456_789_012_345, serial: "18446744073709551615" },
                ...{ paidAt: "2026-02-28T23:30:00.000Z", name: "临时救助", divisionCode: "411102001" },
              },
            },
            {
              node: {
                ...common,
                ...{ number: "R2", kind: "SCHOOL", amount: 7, serial: "1", paidAt: null, divisionCode: "411102" },
                name: expect.any(String),
              },
            },
          ],
          pageInfo: { endCursor: expect.any(String), hasNextPage: false },
        },
      },
      codes: ["HUB_SOURCE_DRIFT"],
    });
    expect(problems).toEqual([{ source: "rescue", kind: "SourceDrift", code: "VALUE", coordinate: "Rescue.paidAt" }]);
  });

  test("G25: the newest moment of which its rows tell is told, in the source's time zone", async () => {
    expect((await database.evidence?.())?.datasets).toEqual([
      { type: "Rescue", changes: null, asOf: "2026-03-02T00:00:00.000Z" },
    ]);
  });

  test("pages follow one another, filters are its own codes, rows of another division never leave", async () => {
    const seen: string[] = [];
    let after: string | undefined;
    for (let page = 0; page < 3; page += 1) {
      const { data } = await ask(NUMBERS, { variables: { first: 1, ...(after && { after }) } });
      const { edges, pageInfo } = (data as Listed).rescues;
      seen.push(...edges.map(({ node }) => node.number));
      after = pageInfo.endCursor;
    }
    expect(seen).toEqual(["R1", "R2", "R3"]);
    const { data } = await ask(NUMBERS, { variables: { kind: "SCHOOL" } });
    expect((data as Listed).rescues.edges).toEqual([{ node: { number: "R2" } }]);
    const { data: others } = await ask(NUMBERS, { scope: ["411103"] });
    expect((others as Listed).rescues.edges).toEqual([]);
  });

  test("people are asked for by pseudonym, in whatever way their number is written", async () => {
    const of = [ZHANG, LI, "nobody"].map((number) => ({
      __typename: "Person",
      id: pseudonymOf(number, DEMO_PSEUDONYM_KEY),
    }));
    const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { rescues { number } } } }`;
    expect(await ask(document, { variables: { of } })).toEqual({
      data: {
        _entities: [
          { rescues: [{ number: "R1" }, { number: "R2" }] },
          { rescues: [{ number: "R3" }] },
          { rescues: [] },
        ],
      },
      codes: [],
    });
  });

  test("source add looks at it, with its comments and its key, and its file is read strictly", async () => {
    await admin("alter table jz.jz comment '救助', modify bh varchar(20) comment '编号'");
    const looking = { tables: ["jz"], told: () => undefined, folder, force: false };
    const { path } = await addSource("mysql", place, {
      name: "rescues",
      owner: "finance",
      title: undefined,
      ...looking,
    });
    const { kind, types } = parseSource(await readFile(path, "utf8"), path);
    expect([kind, types.get("Jz")?.title, types.get("Jz")?.key]).toEqual(["mysql", "救助", "bh"]);
    expect(types.get("Jz")?.fields.get("sfzh")).toMatchObject({ type: "Person", subject: true });
  });

  test("a session can only read, and the database ends what takes too long; both leave the next question alone", async () => {
    await admin("grant insert, execute on jz.* to reader@'%'");
    await admin(
      `create function jz.write_row() returns int deterministic modifies sql data begin insert into jz.written values (1); return 1; end`,
    );
    await admin(
      "create or replace view jz.v_jz as select bh, sfzh, lb + jz.write_row() - 1 as lb, je, xh, ffsj, mc, xzqh, gxsj from jz.jz",
    );
    expect(await ask(LIST)).toEqual({ data: { rescues: null }, codes: ["HUB_SOURCE_UNAVAILABLE"] });
    expect(problems[0]).toMatchObject({ code: "ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION" });
    await admin("create or replace view jz.v_jz as select jz.*, sleep(5) as slow from jz.jz where sleep(5) = 0");
    expect(await ask(NUMBERS)).toEqual({ data: { rescues: null }, codes: ["HUB_SOURCE_UNAVAILABLE"] });
    await admin("create or replace view jz.v_jz as select bh, sfzh, lb, xh, ffsj, mc, xzqh, gxsj from jz.jz");
    const { data, codes } = await ask(LIST.replace("serial paidAt", ""), { scope: ["411121"] });
    expect(data).toMatchObject({ rescues: { edges: [{ node: { number: "R3", kind: null, amount: null } }] } });
    expect(codes).toEqual(["HUB_SOURCE_DRIFT", "HUB_SOURCE_DRIFT"]);
    expect(problems).toContainEqual(expect.objectContaining({ code: "COLUMN_MISSING", coordinate: "Rescue.amount" }));
  });
});
