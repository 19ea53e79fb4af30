import { Client } from "pg";
import { admitRoles, databaseIn, servingRoles } from "../deploy/serving-roles.ts";

const serverUrl = (): string => {
  const url = process.env["TEST_POSTGRES_URL"];
  if (url === undefined)
    throw new Error("TEST_POSTGRES_URL is set by tests/global-setup.js; run the tests through npm test");
  return url;
};

/** URL of a database of this name on the test run's PostgreSQL, created when it is not there. */
export const testDatabase = async (name: string): Promise<string> => {
  const url = new URL(serverUrl());
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    // Two test files may ask for the same database at the same time.
    await client.query("select pg_advisory_lock(4111)");
    const found = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  url.pathname = `/${name}`;
  return url.href;
};

/** A folder that lives as long as the test run, for everybody in it. */
export const testFolder = (): string => {
  const folder = process.env["TEST_FOLDER"];
  if (folder === undefined)
    throw new Error("TEST_FOLDER is set by tests/global-setup.js; run the tests through npm test");
  return folder;
};

/** Makes the roles of a database and gives them their rights. @returns its URL as each of them sees it, the first duty first */
export const servedUrls = async (part: string, ownerUrl: string): Promise<readonly [string, ...string[]]> => {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await admitRoles(part, client, { make: true });
  } finally {
    await client.end();
  }
  return servingRoles(part, databaseIn(ownerUrl)).map(({ name }) => roleUrl(ownerUrl, name)) as [string, ...string[]];
};

/** The owner's URL, whose connections take on the role's rights: test files that share a database need no password of it. */
const roleUrl = (ownerUrl: string, role: string): string => {
  const url = new URL(ownerUrl);
  url.searchParams.set("options", `-c role=${role}`);
  return url.href;
};
