import * as v from "valibot";
import { parse, type Boundary } from "../../../schema/parse.ts";

/** Something chosen by its code and shown by its name. */
export interface Choice {
  readonly code: string;
  readonly name: string;
}

/** A person who acts for an app, with the roles that the register of parties gives them. */
interface DemoOfficer extends Choice {
  readonly roles: readonly string[];
}

/** An app of the demo city that the gateway's local issuer gives tokens to. */
export interface DemoIdentity {
  readonly app: string;
  /** Its tasks. */
  readonly kind: string;
  /** The same in Chinese, for the picker. */
  readonly heading: string;
  readonly name: string;
  readonly department: string;
  readonly officers: readonly DemoOfficer[];
  /** People who ask about themselves; empty for every app but a portal of citizens. */
  readonly citizens: readonly Choice[];
  readonly purposes: readonly Choice[];
  /** The number of the case that it is usually asked for. */
  readonly case?: string;
}

const word = v.pipe(v.string("text"), v.nonEmpty("text that is not empty"));
const LIST = "a list";

const Citizen = v.pipe(
  v.object({ id: word, name: word }, "an id with its name"),
  v.transform(({ id: code, name }): Choice => ({ code, name })),
);
const Officer = v.pipe(
  v.object({ id: word, name: word, roles: v.array(word, LIST) }, "an officer"),
  v.transform(({ id: code, name, roles }): DemoOfficer => ({ code, name, roles })),
);

/** The document at `/demo/identities`. */
const Identities: v.GenericSchema<unknown, DemoIdentity[]> = v.array(
  v.object(
    {
      app: word,
      kind: word,
      heading: word,
      name: word,
      department: word,
      officers: v.array(Officer, LIST),
      citizens: v.array(Citizen, LIST),
      purposes: v.array(v.object({ code: word, name: word }, "a code with its name"), LIST),
      case: v.exactOptional(word),
    },
    "an identity",
  ),
  "a list of identities",
);

const BOUNDARY: Boundary = { code: "HUB_IDENTITIES_INVALID", quotes: false };

/** The holder that a token is asked for; empty names are left out. */
export interface TokenHolder {
  readonly app: string;
  readonly officer: string;
  readonly citizen: string;
}

/**
 * Asks the gateway for its demo identities. A gateway without demo logins (404), or one that cannot be reached,
 * gives undefined: the user then brings a token.
 * @throws Malformed when what it gives is no list of identities
 */
export async function loadIdentities(): Promise<readonly DemoIdentity[] | undefined> {
  const response = await fetch("/demo/identities").catch(() => undefined);
  if (response?.ok !== true) return undefined;
  return parse(Identities, await response.json().catch(() => undefined), "/demo/identities", BOUNDARY);
}

/**
 * Asks the demo's login for a token.
 * @throws Error in words for the result pane, when it is refused or cannot be reached
 */
export async function requestToken({ app, officer, citizen }: TokenHolder): Promise<string> {
  const body = JSON.stringify({
    app,
    ...(officer === "" ? {} : { officer }),
    ...(citizen === "" ? {} : { subject: citizen }),
  });
  const headers = { "content-type": "application/json" };
  const response = await fetch("/demo/token", { method: "POST", headers, body });
  const answer: unknown = await response.json().catch(() => undefined);
  const token = typeof answer === "object" && answer !== null && "token" in answer ? answer.token : undefined;
  if (!response.ok || typeof token !== "string") throw new Error(`演示登录没有给出令牌（HTTP ${response.status}）`);
  return token;
}
