import type { ClientBase } from "pg";
import { isLogin } from "../../../schema/envelope/login.ts";
import type { LoginHolders } from "./logins.ts";

/** A login as the department's officer enters it. */
export interface EnteredLogin {
  readonly login: string;
  /** Citizen number or credit code of whoever it leads to; looked up, and not kept. */
  readonly number: string;
}

/** Who does it, and for which provider. */
export interface LoginDuty {
  readonly issuer: string;
  /** Account of the department's officer. */
  readonly by: string;
}

/** Lines are told by their number: what stands in them is personal. */
const refuseLine = (at: number, reason: string): never => {
  throw new Error(`Line ${at + 1}: ${reason}. Nothing was entered.`);
};

/**
 * Enters logins in one transaction, all or none.
 * @throws with the line's number for a login that is none or is in force already, and for a number that the register does not have
 */
export async function enterLogins(
  client: ClientBase,
  { table, id, number, acts }: LoginHolders,
  { issuer, by }: LoginDuty,
  entered: readonly EnteredLogin[],
): Promise<number> {
  const holder = `select ${id} as holder from ${table} where ${number} = $1 and ${acts}`;
  const add = `insert into login_identity (issuer, login, holder, entered_by) values ($1, $2, $3, $4)
    on conflict (issuer, login) where valid_to is null do nothing`;
  await client.query("begin");
  try {
    for (const [at, one] of entered.entries()) {
      if (!isLogin(one.login)) refuseLine(at, "the login is none, or a citizen number");
      const found = await client.query<{ holder: string }>(holder, [one.number]);
      if (found.rows[0] === undefined) refuseLine(at, "the register has nobody of that number who may act");
      const { rowCount } = await client.query(add, [issuer, one.login, found.rows[0]?.holder, by]);
      if (rowCount !== 1) refuseLine(at, "the login is in force already; end it first");
    }
    await client.query("commit");
    return entered.length;
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

/** Ends a login at once. @returns false when none of that name is in force */
export async function endLogin(client: ClientBase, { issuer, by }: LoginDuty, login: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `update login_identity set valid_to = greatest(now(), valid_from), ended_by = $3
      where issuer = $1 and login = $2 and ended_by is null and (valid_to is null or now() < valid_to)`,
    [issuer, login, by],
  );
  return (rowCount ?? 0) > 0;
}
