import { readFileSync } from "node:fs";

import { parse } from "yaml";

/** A person behind a demo app. */
export interface DemoOfficer {
  readonly id: string;
  readonly name: string;
  readonly division: string;
}

/** A demo app with what it asks and why. */
export interface DemoApp {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly roles: readonly string[];
  /** Code for `x-purpose`. */
  readonly purpose: string;
  /** Name of its question under `schema/operations/`, if it has one. */
  readonly operation?: string;
  readonly officers: readonly DemoOfficer[];
}

const PATH = new URL("../../schema/demo/identities.yaml", import.meta.url);

/** The demo identities, as the repository carries them. */
export const readDemoIdentities = (): readonly DemoApp[] =>
  (parse(readFileSync(PATH, "utf8")) as { readonly apps: readonly DemoApp[] }).apps;

/** A demo identity that does not exist; the message lists those that do. */
export class UnknownIdentity extends Error {
  readonly code = "HUB_UNKNOWN_IDENTITY";
}

/** Finds an app and, if named, its officer. Throws `UnknownIdentity`. */
export const findIdentity = (
  apps: readonly DemoApp[],
  appId: string,
  officerId?: string,
): { readonly app: DemoApp; readonly officer: DemoOfficer | undefined } => {
  const app = apps.find((candidate) => candidate.id === appId);
  if (!app) throw new UnknownIdentity(`No demo app "${appId}"; there are: ${apps.map(({ id }) => id).join(", ")}`);
  const officer = officerId === undefined ? undefined : app.officers.find((candidate) => candidate.id === officerId);
  if (officerId !== undefined && !officer) {
    const officers = app.officers.map(({ id }) => id).join(", ") || "none";
    throw new UnknownIdentity(`No officer "${officerId}" at ${appId}; there are: ${officers}`);
  }
  return { app, officer };
};
