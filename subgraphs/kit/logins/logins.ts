import { heldSchema, LOGIN_PURPOSE, LOGIN_QUERY, loginSchema } from "../../../schema/envelope/login.ts";
import type { EnvelopeVerifier } from "../../../schema/envelope/envelope-verifier.ts";
import { parse } from "../../../schema/parse.ts";
import type { Door } from "../door.ts";
import type { Statements } from "../postgres/statements.ts";

/** Whom a department's table `login_identity` leads to: a table of its register, in this process's own words. */
export interface LoginHolders {
  readonly table: string;
  /** Column of the identifier that travels between departments, which a login leads to. */
  readonly id: string;
  /** Column of the number by which officers know whom they enter. It never leaves the department. */
  readonly number: string;
  /** Condition on a row that may still act. */
  readonly acts: string;
}

const inForce = ({ table, id, acts }: LoginHolders): string => `
  select holder, extract(epoch from valid_to)::float8 as until,
    exists (select from ${table} where ${id} = holder and ${acts}) as acts
  from login_identity
  where issuer = $1 and login = $2 and valid_from <= now() and (valid_to is null or now() < valid_to)
  limit 2`;

const BOUNDARY = { code: "BAD_USER_INPUT", quotes: false };

/**
 * The department's answer to the hub: whose login it is. Nobody's is one that is unknown, not yet or no longer in force, in force for two,
 * or of somebody who is not in the register any more; which of these is told to nobody.
 */
export function openLogins(holders: LoginHolders, statements: Statements, verifier: EnvelopeVerifier): Door {
  const find = inForce(holders);
  return {
    isFromHub: async (envelope) => {
      const opened = await verifier.verify(envelope, LOGIN_QUERY);
      return opened.kind === "valid" && opened.envelope.purpose === LOGIN_PURPOSE;
    },
    answer: async (body) => {
      const { issuer, login } = parse(loginSchema, body, "login", BOUNDARY);
      const [row, ...others] = await statements.rows(find, [issuer, login]);
      const isSomebody = others.length === 0 && row?.["acts"] === true;
      const holder = isSomebody ? { id: row["holder"], until: row["until"] } : null;
      return JSON.stringify({ data: parse(heldSchema, { holder }, "holder", BOUNDARY) });
    },
  };
}
