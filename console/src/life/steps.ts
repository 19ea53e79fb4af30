import { fields, parse, text } from "../json.ts";
import type { AskedBy } from "../identity/caller.ts";
import { answered, lastForm, newestMatter, statedPurpose, type AnsweredTab, type Form, type Matter } from "./matter.ts";

/** Who holds a role in a department's sharing body. */
type OfficeOf = (department: string, role: string) => AskedBy;

/** What a tab takes over from the answers of the tabs before it. */
export interface TakenOver {
  /** All variables of the tab, what it takes over among them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Who takes the step; undefined: whoever the tab's own head names. */
  readonly asked?: AskedBy | undefined;
}

interface Known {
  readonly matter: Matter | undefined;
  readonly form: Form | undefined;
  readonly tabs: readonly AnsweredTab[];
  /** What stands in the tab's variables. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly officeOf: OfficeOf;
}

type Take = (known: Known) => TakenOver | undefined;

/** The steps of an application, in order, by the names of their operations. */
const STEPS: ReadonlyMap<string, Take> = new Map<string, Take>([
  ["ApplicationForm", () => undefined],
  ["SubmitApplication", submit],
  [
    "ConsentToApplication",
    ofMatter((matter, officeOf) => ({
      variables: { application: matter.id },
      asked: officeOf(matter.department, "REVIEWER"),
    })),
  ],
  ["DecideItems", ofMatter(decide)],
  [
    "ConfirmDecision",
    ofMatter((matter, officeOf) => ({
      variables: { application: matter.id },
      asked: office(officeOf, "REVIEWER", reviewIn(matter, "DECIDED")),
    })),
  ],
  ["ActivateGrant", ofMatter((matter, officeOf) => ofGrant(grantIn(matter, "GRANTED"), officeOf))],
  ["FirstAnswer", () => undefined],
  ["RevokeGrant", ofMatter((matter, officeOf) => ofGrant(grantIn(matter, "ACTIVE", "GRANTED"), officeOf))],
]);

/** Where a step leads. */
export interface NextStep {
  readonly operationName: string;
  /** Index of the tab where it is open already; -1 where it is not. */
  readonly open: number;
}

/**
 * The step after the one in this tab; undefined after the last, after a step that has not succeeded, and for what is no
 * step. While another provider has not decided it leads back there; an answer is asked for where the form came from.
 */
export function nextStep(tab: AnsweredTab, tabs: readonly AnsweredTab[]): NextStep | undefined {
  const names = [...STEPS.keys()];
  const at = names.indexOf(tab.operationName ?? "");
  const following = at < 0 || !answered(tab) ? undefined : names[at + 1];
  if (following === undefined) return undefined;
  const matter = newestMatter(tabs);
  const undecided = matter !== undefined && reviewIn(matter, "OPEN", "COMPLETE") !== undefined;
  const operationName = following === "FirstAnswer" && undecided ? "DecideItems" : following;
  const asked = operationName === "FirstAnswer" ? lastForm(tabs)?.operation : undefined;
  const source = tabs.findIndex(({ query }) => query === asked);
  const open = source >= 0 ? source : tabs.findIndex((known) => known.operationName === operationName);
  return { operationName, open };
}

/**
 * What the tab of a step takes over: numbers from the newest answer that shows the application, items from the form, and
 * the officer whose step it is. undefined: nothing is known yet, and the tab stays as it is.
 */
export function takeOver(tab: AnsweredTab, tabs: readonly AnsweredTab[], officeOf: OfficeOf): TakenOver | undefined {
  const variables = fields(parse(tab.variables ?? "")) ?? {};
  const take = STEPS.get(tab.operationName ?? "");
  const taken = take?.({ matter: newestMatter(tabs), form: lastForm(tabs), tabs, variables, officeOf });
  return taken && { ...taken, variables: { ...variables, ...taken.variables } };
}

function ofMatter(take: (matter: Matter, officeOf: OfficeOf) => TakenOver | undefined): Take {
  return ({ matter, officeOf }) => (matter === undefined ? undefined : take(matter, officeOf));
}

/**
 * The shipped statements are the demo's own. Another app makes its own: its purpose and basis are those of the answer
 * that it applies from, the rest is for the applicant to write.
 */
function statementsFor(purpose: string, tabs: readonly AnsweredTab[]) {
  const { name = "", basis = "" } = statedPurpose(tabs, purpose) ?? {};
  return { purposeName: name, legalBasis: basis, scenario: "", usageScope: "" };
}

function submit({ form, tabs, variables }: Known): TakenOver | undefined {
  if (form === undefined) return undefined;
  const input = fields(variables["input"]) ?? {};
  const { app, purpose, operation, askedBy, missing } = form;
  const same = text(input["app"]) === app && text(input["purposeCode"]) === purpose;
  const asked = { app, purposeCode: purpose, operation, items: missing };
  return {
    variables: { input: { ...input, ...(same ? {} : statementsFor(purpose, tabs)), ...asked } },
    asked: askedBy,
  };
}

function decide(matter: Matter, officeOf: OfficeOf): TakenOver {
  const provider = reviewIn(matter, "OPEN", "COMPLETE");
  const decisions = matter.items
    .filter(({ owner, byRule }) => owner === provider && !byRule)
    .map(({ coordinate, wished }) => ({ coordinate, decision: wished }));
  return { variables: { application: matter.id, decisions }, asked: office(officeOf, "OWNER", provider) };
}

function ofGrant(grant: Matter["grants"][number] | undefined, officeOf: OfficeOf): TakenOver | undefined {
  return grant && { variables: { grant: grant.id }, asked: officeOf(grant.provider, "OWNER") };
}

/** The first provider whose review is in one of these states. */
function reviewIn({ reviews }: Matter, ...states: readonly string[]): string | undefined {
  return reviews.find(({ state }) => states.includes(state))?.provider;
}

/** The last grant that a provider decided, not the rule, in one of these states. */
function grantIn({ grants }: Matter, ...states: readonly string[]): Matter["grants"][number] | undefined {
  return grants.findLast(({ byRule, state }) => !byRule && states.includes(state));
}

function office(officeOf: OfficeOf, role: string, department: string | undefined): AskedBy | undefined {
  return department === undefined ? undefined : officeOf(department, role);
}
