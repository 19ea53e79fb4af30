import type { DemoApp } from "../demo-identities.ts";

/** Somebody who can log in at the demo's provider. */
export interface DemoPerson {
  /** Their name there, `sub` of what it gives. */
  readonly login: string;
  /** The name by which the demo's identities know them: an officer's account, `Person.id`, a credit code. */
  readonly id: string;
  readonly name: string;
  /** What it says of them: of an officer account and area, of a citizen or a firm its login alone. */
  readonly claims: Readonly<Record<string, string>>;
}

/** The people who may log in to an app. */
export function peopleOf({ officers, citizens = [], firms = [] }: DemoApp): readonly DemoPerson[] {
  return [
    ...officers.map(({ id, name, division }) => ({ login: id, id, name, claims: { account: id, area: division } })),
    ...citizens.map(({ login, subject: id, name }) => ({ login, id, name, claims: { citizen: login } })),
    ...firms.map(({ login, enterprise: id, name }) => ({ login, id, name, claims: { firm: login } })),
  ];
}
