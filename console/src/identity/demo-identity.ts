import { fields, text } from "../json.ts";

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
}

/** The holder that a token is asked for; empty names are left out. */
export interface TokenHolder {
  readonly app: string;
  readonly officer: string;
  readonly citizen: string;
}

/**
 * Asks the gateway for its demo identities. A gateway without a local issuer (404), or one that cannot be reached,
 * gives undefined: the user then brings a token.
 */
export async function loadIdentities(): Promise<readonly DemoIdentity[] | undefined> {
  const response = await fetch("/demo/identities").catch(() => undefined);
  if (response?.ok !== true) return undefined;
  const body: unknown = await response.json().catch(() => undefined);
  return Array.isArray(body) ? body.flatMap(readIdentity) : undefined;
}

/**
 * Asks the local issuer for a token.
 * @throws Error in words for the result pane, when the issuer refuses or cannot be reached
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
  if (!response.ok || typeof token !== "string") throw new Error(`本地签发方没有给出令牌（HTTP ${response.status}）`);
  return token;
}

function readIdentity(value: unknown): DemoIdentity[] {
  const { app, kind, heading, name, department, officers, citizens, purposes } = fields(value) ?? {};
  if (typeof app !== "string") return [];
  return [
    {
      app,
      kind: text(kind) ?? "",
      heading: text(heading) ?? "",
      name: text(name) ?? app,
      department: text(department) ?? "",
      officers: readOfficers(officers),
      citizens: readChoices(citizens),
      purposes: readChoices(purposes),
    },
  ];
}

/** Choices come as plain codes or as `{ code | id, name }`. */
function readChoices(value: unknown): Choice[] {
  return list(value).flatMap(readChoice);
}

function readOfficers(value: unknown): DemoOfficer[] {
  return list(value).flatMap((officer) => {
    const roles = list(fields(officer)?.["roles"]).filter((role) => typeof role === "string");
    return readChoice(officer).map((choice) => ({ ...choice, roles }));
  });
}

function readChoice(choice: unknown): Choice[] {
  if (typeof choice === "string") return [{ code: choice, name: choice }];
  const { code, id, name } = fields(choice) ?? {};
  const known = text(code) ?? text(id);
  return known === undefined ? [] : [{ code: known, name: text(name) ?? known }];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
