import { randomBytes } from "node:crypto";
import { Client, escapeIdentifier, escapeLiteral, type ClientBase } from "pg";
import { DEPARTMENTS, type Department } from "../subgraphs/kit/departments.ts";

/** A role that serves one database of the hub. It owns nothing, and changes no structure: migrations are the owner's. */
export interface ServingRole {
  /** The part of the hub that connects as this role: `serve`, `gateway`, or a duty of the ledger. */
  readonly duty: string;
  /** Name of the role: the database's and the duty's, such as `housing_serve`. */
  readonly name: string;
  /** Statements for the owner, after each migration: they give the role its rights and take all others from it. */
  readonly admission: string;
}

/** Tables of the sharing workflow by what the workflow does to them; it reads all of them. */
const WORKFLOW = {
  "INSERT, UPDATE":
    "department, app, officer, application, application_item, review, extension, sharing_grant, grant_item, emergency_stop, correction, catalogue_entry, catalogue_change, catalogue_update, dispute, bar, incident, catalogue_description, registered_operation, joined_source, source_publication",
  "INSERT, DELETE": "officer_role, proposed_role",
  INSERT: "event, sign_off, demand, catalogue_version, impact_assessment, first_catalogue",
  UPDATE: "grant_version",
  DELETE: "outbox",
};

/** What gateways read and count in the database of the workflow. A grant's row tells them its number alone. */
const GATEWAY = {
  SELECT:
    "grant_version, grant_record, stop_in_force, bar_in_force, source_in_force, app, officer, department, officer_role, registered_operation",
  "SELECT (id)": "sharing_grant",
  "SELECT, INSERT, UPDATE": "grant_usage, hub_collection, operation_usage",
  "SELECT, INSERT, UPDATE, DELETE": "hub_caller_counter, dataset_evidence",
  "SELECT, INSERT, DELETE": "hub_spent_assertion, hub_event, item_check",
};

const LEDGER_DUTIES = ["read", "append", "audit", "sign"] as const;

type Rights = Readonly<Record<string, string>>;
const ALL = "ALL TABLES IN SCHEMA public";

const writesOf = (part: string): Rights => {
  const departments: readonly Department[] = DEPARTMENTS;
  const { writes = [], outbox } = departments.find(({ name }) => name === part) ?? {};
  return {
    ...(writes.length > 0 && { INSERT: writes.join(", "), USAGE: "ALL SEQUENCES IN SCHEMA public" }),
    ...(outbox && { DELETE: "outbox" }),
  };
};

/** The roles that serve a database of the hub. @param part a department, `sharing` or `ledger` @param database its name in PostgreSQL */
export function servingRoles(part: string, database: string): readonly ServingRole[] {
  const role = (duty: string, own: (name: string) => readonly string[]): ServingRole => {
    const name = `${database}_${duty}`;
    const statements = [...entry(database, escapeIdentifier(name)), ...own(name)];
    return { duty, name, admission: statements.map((sql) => `${sql};`).join("\n") };
  };
  if (part === "ledger") {
    return LEDGER_DUTIES.map((duty) =>
      role(duty, (name) => [`SELECT ledger.admit(${escapeLiteral(name)}, '${duty}')`]),
    );
  }
  const withRights = (duty: string, rights: Rights) => role(duty, (name) => given(rights, escapeIdentifier(name)));
  if (part === "sharing") return [withRights("serve", { SELECT: ALL, ...WORKFLOW }), withRights("gateway", GATEWAY)];
  return [withRights("serve", { SELECT: ALL, ...writesOf(part) })];
}

/** Nobody comes in, and nobody makes anything, but who is named. */
const entry = (database: string, role: string): readonly string[] => [
  `REVOKE ALL ON DATABASE ${escapeIdentifier(database)} FROM PUBLIC, ${role}`,
  `GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${role}`,
  `REVOKE CREATE ON SCHEMA public FROM PUBLIC`,
];

const given = (rights: Rights, role: string): readonly string[] => [
  `REVOKE ALL ON SCHEMA public FROM ${role}`,
  `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${role}`,
  `REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM ${role}`,
  `GRANT USAGE ON SCHEMA public TO ${role}`,
  ...Object.entries(rights).map(([right, on]) => `GRANT ${right} ON ${on} TO ${role}`),
];

/** Name of the database of a URL. */
export const databaseIn = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));

const ATTRIBUTES = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION";

/** The statement that makes a role; without a password it cannot log in yet. */
export function creationOf({ name }: ServingRole): string {
  return `CREATE ROLE ${escapeIdentifier(name)} ${ATTRIBUTES};`;
}

/**
 * Gives the roles of a database their rights anew, all or none. The structure MUST be up to date.
 * @param client the owner's
 * @param options `make`: roles that are not there are made, without a password; otherwise they are passed over
 * @returns names of the roles that have their rights now
 */
export async function admitRoles(part: string, client: ClientBase, { make = false } = {}): Promise<readonly string[]> {
  const { rows } = await client.query<{ database: string }>("select current_database() as database");
  const roles = servingRoles(part, rows[0]?.database ?? "");
  const names = roles.map(({ name }) => name);
  const known = await client.query<{ name: string }>("select rolname as name from pg_roles where rolname = any($1)", [
    names,
  ]);
  const isThere = (name: string): boolean => known.rows.some((row) => row.name === name);
  const admitted = roles.filter(({ name }) => make || isThere(name));
  // Several statements of one query are one transaction.
  await client.query(
    admitted.map((role) => `${isThere(role.name) ? "" : creationOf(role)}${role.admission}`).join("\n"),
  );
  return admitted.map(({ name }) => name);
}

/** A database's URL for each of its duties. */
export type ServingUrls<Duty extends string = "serve"> = Readonly<Record<Duty, string>>;

/**
 * Makes the roles of a database, with their rights and new passwords, which live in this process alone.
 * @param ownerUrl the owner's; the structure MUST be up to date
 * @returns the database's URL for each duty
 */
export async function servingUrls<Duty extends string = "serve">(
  part: string,
  ownerUrl: string,
): Promise<ServingUrls<Duty>> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await admitRoles(part, client, { make: true });
    const urls: [string, string][] = [];
    for (const { duty, name } of servingRoles(part, databaseIn(ownerUrl))) {
      const url = new URL(ownerUrl);
      url.username = name;
      url.password = randomBytes(24).toString("base64url");
      await client.query(`alter role ${escapeIdentifier(name)} ${ATTRIBUTES} password '${url.password}'`);
      urls.push([duty, url.href]);
    }
    return Object.fromEntries(urls) as ServingUrls<Duty>;
  } finally {
    await client.end();
  }
}
