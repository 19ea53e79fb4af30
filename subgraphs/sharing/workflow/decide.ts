import { divisionPrefix } from "../../../schema/catalog/division-prefix.ts";
import { STATE_MACHINE, type Action } from "./state-machine.ts";
import type { Hand, Power, Role, Transition } from "./transition.ts";

/** Who acts: an officer of a department, with the roles that both the token and the register give. */
export interface Actor {
  readonly app: string;
  readonly department: string;
  /** Division code of the department's area, as the register has it. */
  readonly areaCode: string;
  readonly officer: string;
  readonly roles: ReadonlySet<Role>;
}

/** What a decision has to know of the matter. */
export interface MatterView {
  /** null: it does not exist yet. */
  readonly state: string | null;
  /** Department that applies, files or uses; null where there is none. */
  readonly consumer: string | null;
  /** Department that provides; null where there is none. */
  readonly provider: string | null;
  /** Division codes of the parties' areas, where somebody over both of them acts; without them nobody is. */
  readonly areas?: readonly string[];
  /** Officers who had a hand in it before. */
  readonly hands: Partial<Readonly<Record<Hand, string | null>>>;
}

/** Whether the step may be taken, in which role, and why not. Frozen. */
export type StepDecision =
  | { readonly kind: "allowed"; readonly to: string; readonly role: Role }
  | { readonly kind: "WRONG_ROLE"; readonly expected: readonly Role[] }
  | { readonly kind: "WRONG_DEPARTMENT"; readonly expected: string | null }
  | { readonly kind: "OWN_MATTER"; readonly hand: Hand }
  | { readonly kind: "WRONG_STATE"; readonly state: string | null; readonly expected: readonly (string | null)[] };

const sideOf = ({ of }: Power, { consumer, provider }: MatterView): string | null => {
  switch (of) {
    case "CONSUMER":
      return consumer;
    case "PROVIDER":
      return provider;
    case "ANY":
    case "ABOVE":
      return null;
  }
};

/** No party itself, with an area that contains those of both. */
const isAbove = ({ department, areaCode }: Actor, { consumer, provider, areas = [] }: MatterView): boolean =>
  areas.length > 0 &&
  department !== consumer &&
  department !== provider &&
  areas.every((area) => divisionPrefix(area).startsWith(divisionPrefix(areaCode)));

const onSide = (power: Power, actor: Actor, matter: MatterView): boolean =>
  power.of === "ANY" || (power.of === "ABOVE" ? isAbove(actor, matter) : sideOf(power, matter) === actor.department);

/**
 * Decides one step. Pure; default deny. Role and department are told before the state, so that an outsider does not learn
 * how far a matter has come.
 */
export const decideStep = (action: Action, actor: Actor, matter: MatterView): StepDecision => {
  const transition: Transition = STATE_MACHINE[action];
  const held = transition.by.filter((power) => actor.roles.has(power.role));
  const first = held[0];
  if (first === undefined) return { kind: "WRONG_ROLE", expected: transition.by.map((power) => power.role) };
  const power = held.find((candidate) => onSide(candidate, actor, matter));
  if (power === undefined) return { kind: "WRONG_DEPARTMENT", expected: sideOf(first, matter) };
  const own = transition.apart.find((hand) => matter.hands[hand] === actor.officer);
  if (own !== undefined) return { kind: "OWN_MATTER", hand: own };
  if (!transition.from.includes(matter.state)) {
    return { kind: "WRONG_STATE", state: matter.state, expected: transition.from };
  }
  return { kind: "allowed", to: transition.to, role: power.role };
};
