import { divisionPrefix } from "../../../schema/catalog/divisions.ts";
import type { Involvement, Power, Role, Transition } from "./transition.ts";

/** The officer who acts: one of a department, with the roles that the register gives. */
export interface Actor {
  readonly app: string;
  readonly department: string;
  /** Division code of the department's area, as the register has it. */
  readonly areaCode: string;
  readonly officer: string;
  readonly roles: ReadonlySet<Role>;
}

/** Facts of a matter that a decision depends on. */
export interface MatterView {
  /** null: it does not exist yet. */
  readonly state: string | null;
  /** Department that applies, files or uses; null where there is none. */
  readonly consumer: string | null;
  /** Department that provides; null where there is none. */
  readonly provider: string | null;
  /** Division codes of the parties' areas, where an authority or a government acts; without them nobody is over both. */
  readonly areas?: readonly string[];
  /** Officers who acted in it before. */
  readonly involved: Partial<Readonly<Record<Involvement, string | null>>>;
}

/** A step is allowed in one role, or refused for one reason. Frozen. */
export type StepDecision =
  | { readonly kind: "allowed"; readonly role: Role }
  | { readonly kind: "WRONG_ROLE"; readonly expected: readonly Role[] }
  | { readonly kind: "WRONG_DEPARTMENT"; readonly expected: string | null }
  | { readonly kind: "OWN_MATTER"; readonly as: Involvement }
  | { readonly kind: "WRONG_STATE"; readonly state: string | null; readonly expected: readonly (string | null)[] };

const sideOf = ({ of }: Power, { consumer, provider }: MatterView): string | null => {
  switch (of) {
    case "CONSUMER":
      return consumer;
    case "PROVIDER":
      return provider;
    case "ANY":
    case "APART":
    case "ABOVE":
      return null;
  }
};

const isApart = ({ department }: Actor, { consumer, provider }: MatterView): boolean =>
  department !== consumer && department !== provider;

/** Has an area that contains those of the parties. */
const contains = ({ areaCode }: Actor, { areas = [] }: MatterView): boolean =>
  areas.every((area) => divisionPrefix(area).startsWith(divisionPrefix(areaCode)));

/** No party itself, with an area that contains those of both. */
const isAbove = (actor: Actor, matter: MatterView): boolean =>
  (matter.areas ?? []).length > 0 && isApart(actor, matter) && contains(actor, matter);

const onSide = (power: Power, actor: Actor, matter: MatterView): boolean => {
  switch (power.of) {
    // A district's authority has no say between the city's departments.
    case "ANY":
      return power.role !== "AUTHORITY" || contains(actor, matter);
    case "APART":
      return isApart(actor, matter) && contains(actor, matter);
    case "ABOVE":
      return isAbove(actor, matter);
    case "CONSUMER":
    case "PROVIDER":
      return sideOf(power, matter) === actor.department;
  }
};

/**
 * Decides one step. Pure; default deny. Role and department are told before the state, so that an outsider does not learn
 * how far a matter has come.
 */
export function decideStep(transition: Transition, actor: Actor, matter: MatterView): StepDecision {
  const powers = transition.by.filter(({ role }) => actor.roles.has(role));
  const first = powers[0];
  if (first === undefined) return { kind: "WRONG_ROLE", expected: transition.by.map(({ role }) => role) };
  const power = powers.find((candidate) => onSide(candidate, actor, matter));
  if (power === undefined) return { kind: "WRONG_DEPARTMENT", expected: sideOf(first, matter) };
  const own = transition.apart.find((involvement) => matter.involved[involvement] === actor.officer);
  if (own !== undefined) return { kind: "OWN_MATTER", as: own };
  if (!(transition.from as readonly (string | null)[]).includes(matter.state)) {
    return { kind: "WRONG_STATE", state: matter.state, expected: transition.from };
  }
  return { kind: "allowed", role: power.role };
}
