/** Something chosen by its code and shown by its name. */
export interface Choice {
  readonly code: string;
  readonly name: string;
}

/** An app of the demo city that the gateway's local issuer gives tokens to. */
export interface DemoIdentity {
  readonly app: string;
  readonly name: string;
  readonly department: string;
  readonly officers: readonly Choice[];
  readonly purposes: readonly Choice[];
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
export async function requestToken(app: string, officer: string | undefined): Promise<string> {
  const body = JSON.stringify(officer === undefined ? { app } : { app, officer });
  const headers = { "content-type": "application/json" };
  const response = await fetch("/demo/token", { method: "POST", headers, body });
  const answer: unknown = await response.json().catch(() => undefined);
  const token = typeof answer === "object" && answer !== null && "token" in answer ? answer.token : undefined;
  if (!response.ok || typeof token !== "string") throw new Error(`本地签发方没有给出令牌（HTTP ${response.status}）`);
  return token;
}

function readIdentity(value: unknown): DemoIdentity[] {
  if (typeof value !== "object" || value === null) return [];
  const identity = value as Readonly<Record<string, unknown>>;
  const { app, name, department, officers, purposes } = identity;
  if (typeof app !== "string") return [];
  return [
    {
      app,
      name: typeof name === "string" ? name : app,
      department: typeof department === "string" ? department : "",
      officers: readChoices(officers),
      purposes: readChoices(purposes),
    },
  ];
}

/** Choices come as plain codes or as `{ code | id, name }`. */
function readChoices(value: unknown): Choice[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((choice: unknown) => {
    if (typeof choice === "string") return [{ code: choice, name: choice }];
    if (typeof choice !== "object" || choice === null) return [];
    const { code, id, name } = choice as Readonly<Record<string, unknown>>;
    const known = typeof code === "string" ? code : id;
    return typeof known === "string" ? [{ code: known, name: typeof name === "string" ? name : known }] : [];
  });
}
