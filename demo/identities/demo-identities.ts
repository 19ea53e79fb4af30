import { readdirSync, readFileSync } from "node:fs";

import * as v from "valibot";
import { parse as parseYaml } from "yaml";

import { DIVISION_CODE } from "../../schema/catalog/divisions.ts";
import { list, mapping, oneOf, parse, text } from "../../schema/parse.ts";
import type { LocalClaims } from "./local-issuer.ts";

const KINDS = ["APPLICATION", "OFFICE", "AUDIT", "CITIZEN", "FIRM"] as const;

/** The business of an identity. */
type DemoKind = (typeof KINDS)[number];

/** A person behind a demo app. */
interface DemoOfficer {
  readonly id: string;
  readonly name: string;
  readonly division: string;
  /** Roles that the register of parties gives them when the demo is built. A token repeats them, and gives none. */
  readonly roles: readonly string[];
}

/** A citizen of the demo city who asks about themself. */
interface DemoCitizen {
  /** `Person.id`. */
  readonly subject: string;
  /** Its name at the city's provider. */
  readonly login: string;
  readonly name: string;
}

/** A firm of the demo city that acts for itself. */
interface DemoFirm {
  /** Its unified social credit code. */
  readonly enterprise: string;
  /** Its name at the city's provider. */
  readonly login: string;
  readonly name: string;
}

/** A demo app with what it asks and why. */
export interface DemoApp {
  readonly id: string;
  readonly kind: DemoKind;
  readonly name: string;
  readonly department: string;
  readonly roles: readonly string[];
  /** Code for `x-purpose`. */
  readonly purpose: string;
  /** Number of the case that it is usually asked for, for `x-case`: personal data is given in a case only. */
  readonly case?: string;
  /** Name of its question under `schema/operations/`, if it has one. */
  readonly operation?: string;
  readonly officers: readonly DemoOfficer[];
  readonly citizens?: readonly DemoCitizen[];
  readonly firms?: readonly DemoFirm[];
  /** Of an office: its department in the register of parties, with the sharing body (art. 11); its area is the city's unless stated. */
  readonly party?: { readonly name: string; readonly sharingBody: string; readonly area?: string };
}

interface DemoPurpose {
  readonly code: string;
  readonly name: string;
}

interface DemoFile {
  /** Headings in Chinese under which the identities are shown. */
  readonly kinds: Readonly<Record<DemoKind, string>>;
  /** The workflow of sharing, open to every registered app for its officers. */
  readonly workflow: DemoPurpose;
  readonly apps: readonly DemoApp[];
}

const PATH = new URL("./identities.yaml", import.meta.url);
const OPERATIONS = new URL("../../schema/operations/", import.meta.url);

const roles = list(text());
const division = () => v.pipe(text(), v.regex(DIVISION_CODE, "a division"));
const APP: v.GenericSchema<unknown, DemoApp> = mapping({
  id: text(),
  kind: oneOf(KINDS),
  name: text(),
  department: text(),
  roles,
  purpose: text(),
  case: v.exactOptional(text()),
  operation: v.exactOptional(text()),
  officers: list(mapping({ id: text(), name: text(), division: division(), roles })),
  citizens: v.exactOptional(list(mapping({ subject: text(), login: text(), name: text() }))),
  firms: v.exactOptional(list(mapping({ enterprise: text(), login: text(), name: text() }))),
  party: v.exactOptional(mapping({ name: text(), sharingBody: text(), area: v.exactOptional(division()) })),
});

const FILE: v.GenericSchema<unknown, DemoFile> = mapping({
  kinds: mapping({ APPLICATION: text(), OFFICE: text(), AUDIT: text(), CITIZEN: text(), FIRM: text() }),
  workflow: mapping({ code: text(), name: text() }),
  apps: list(APP),
});

/** The file names invented people, so messages may quote it. */
const BOUNDARY = { code: "HUB_IDENTITIES_INVALID", quotes: true };

/**
 * The app that asks a question, from the comments at the head of its operation; the first line begins with its title:
 * ```graphql
 * # 欠薪预警：一个区划内在建项目的预警级别
 * # question: 1
 * # app: wage-warning
 * # purpose: WAGE_WARNING
 * # department: human-resources
 * # case: RS-2026-0015
 * # officers: hr-sun 411100 孙示例（人社局劳动保障监察支队）
 * ```
 * @returns undefined for an operation that is no question
 */
export function questionOf(
  operation: string,
  document: string,
): { readonly order: number; readonly app: DemoApp } | undefined {
  const head = /^(?:#.*\n)*/.exec(document)?.[0] ?? "";
  const said = (word: string) => [...head.matchAll(new RegExp(`^# ${word}: (.+)$`, "gm"))].map(([, value]) => value);
  const [order] = said("question");
  const [stated] = said("case");
  if (order === undefined) return undefined;
  const app = {
    id: said("app")[0],
    kind: "APPLICATION",
    name: /^# (.+?)：/.exec(head)?.[1],
    department: said("department")[0],
    roles: ["app"],
    purpose: said("purpose")[0],
    ...(stated === undefined ? {} : { case: stated }),
    operation,
    officers: said("officers").map((line = "") => {
      const [id, division, name] = line.split(" ");
      return { id, name, division, roles: ["APPLICANT"] };
    }),
  };
  return { order: Number(order), app: parse(APP, app, `schema/operations/${operation}.graphql`, BOUNDARY) };
}

/** The apps of the questions, in the order of the questions. */
function readQuestionApps(): readonly DemoApp[] {
  return readdirSync(OPERATIONS)
    .filter((file) => file.endsWith(".graphql"))
    .flatMap(
      (file) => questionOf(file.slice(0, -".graphql".length), readFileSync(new URL(file, OPERATIONS), "utf8")) ?? [],
    )
    .sort((one, other) => one.order - other.order)
    .map(({ app }) => app);
}

let known: DemoFile | undefined;

/** Read once: many steps of a start ask. */
const readDemoFile = (): DemoFile => (known ??= readWhole());

const readWhole = (): DemoFile => {
  const file = parse(FILE, parseYaml(readFileSync(PATH, "utf8")), "", BOUNDARY);
  return { ...file, apps: [...readQuestionApps(), ...file.apps] };
};

/** The demo identities: the apps of the questions, then those of `identities.yaml`. */
export function readDemoIdentities(): readonly DemoApp[] {
  return readDemoFile().apps;
}

/** The demo identities under their headings. */
export function readDemoGroups(): readonly (readonly [string, readonly DemoApp[]])[] {
  const { kinds, apps } = readDemoFile();
  return Object.entries(kinds).map(([kind, heading]) => [heading, apps.filter((app) => app.kind === kind)]);
}

/** Purposes that an app may state in `x-purpose`: its own first, then the workflow's if it has officers. */
export function purposesOf(
  { purpose, name, officers }: DemoApp,
  workflow: DemoPurpose = readDemoFile().workflow,
): readonly DemoPurpose[] {
  return [...(purpose === workflow.code ? [] : [{ code: purpose, name }]), ...(officers.length > 0 ? [workflow] : [])];
}

/** A demo identity that does not exist; the message lists those that do. */
export class UnknownIdentity extends Error {
  readonly code = "HUB_UNKNOWN_IDENTITY";
}

/** The bearer of a token. */
export interface DemoIdentity {
  readonly app: DemoApp;
  readonly officer: DemoOfficer | undefined;
}

const unknown = (what: string, known: readonly string[]): never => {
  throw new UnknownIdentity(`No ${what}; there are: ${known.join(", ") || "none"}`);
};

/** Finds an app and, if named, its officer. Throws `UnknownIdentity`. */
export function findIdentity(apps: readonly DemoApp[], appId: string, officerId?: string): DemoIdentity {
  const app =
    apps.find(({ id }) => id === appId) ??
    unknown(
      `demo app "${appId}"`,
      apps.map(({ id }) => id),
    );
  if (officerId === undefined) return { app, officer: undefined };
  const ids = app.officers.map(({ id }) => id);
  const officer = app.officers.find(({ id }) => id === officerId);
  return { app, officer: officer ?? unknown(`officer "${officerId}" at ${appId}`, ids) };
}

/** Those who act for themselves through an app, by the identifier that their tokens name: citizens, or firms. */
export function selvesOf({
  citizens = [],
  firms = [],
}: DemoApp): readonly { readonly id: string; readonly name: string }[] {
  return [
    ...citizens.map(({ subject, name }) => ({ id: subject, name })),
    ...firms.map(({ enterprise, name }) => ({ id: enterprise, name })),
  ];
}

/** Checks that an app speaks for a citizen or a firm of the demo, and for no other. Throws `UnknownIdentity`. */
export function findSelf(app: DemoApp, self: string): string {
  const known = selvesOf(app).map(({ id }) => id);
  return known.includes(self) ? self : unknown(`citizen or firm "${self}" at ${app.id}`, known);
}

/**
 * Claims of a token for a demo identity.
 * @param self the citizen or the firm that asks about itself
 */
export function claimsOf({ app, officer }: DemoIdentity, self?: string): LocalClaims {
  const own = app.firms === undefined ? "subject" : "enterprise";
  return {
    app: app.id,
    department: app.department,
    roles: [...app.roles, ...(officer?.roles ?? [])],
    ...(officer ? { officer: officer.id, division: officer.division } : {}),
    ...(self === undefined ? {} : { [own]: self }),
  };
}
