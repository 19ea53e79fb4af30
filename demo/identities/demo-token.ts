import { askForToken } from "../../gateway/token/ask-for-token.ts";
import { demoAppKey } from "./demo-app-key.ts";
import { findSelf, type DemoIdentity } from "./demo-identities.ts";
import { logIn } from "./provider/log-in.ts";
import { peopleOf } from "./provider/people.ts";

/** The places that a demo identity's token is got from. */
export interface TokenPlaces {
  /** Address of the hub, without a path. */
  readonly hub: string;
  /** Data folder of the hub, where the demo's apps have their keys. */
  readonly dataFolder: string;
  /** Address of the demo's OpenID provider. */
  readonly provider: () => Promise<string>;
}

/**
 * A token of the hub for a demo identity, as any app gets one: the person logs in at the provider, the app proves itself by its key, and the hub
 * makes one token of the two.
 * @param self the citizen or the firm that asks about itself; throws `UnknownIdentity` for one that the app does not speak for
 */
export async function demoToken(
  { hub, dataFolder, provider }: TokenPlaces,
  { app, officer }: DemoIdentity,
  self?: string,
): Promise<string> {
  const id = self === undefined ? officer?.id : findSelf(app, self);
  const person = peopleOf(app).find((one) => one.id === id);
  const subjectToken = person && (await logIn(await provider(), app.id, person.login));
  return askForToken({ hub, app: app.id, key: await demoAppKey(dataFolder, app.id), subjectToken });
}
