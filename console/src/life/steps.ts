import { fields, parse } from "../json.ts";
import { answered, type AnsweredTab } from "./answered-tab.ts";
import { lastForm, newestMatter } from "./matter.ts";
import { PERMISSION, undecidedProvider } from "./permission.ts";
import { CORRECTION, DISPUTE, STOP } from "./recourse.ts";
import { REGISTRATION } from "./registration.ts";
import { askedBy } from "../tabs/asked-by.ts";
import type { Chain, OfficeOf, TakenOver } from "./step.ts";

const CHAINS: readonly Chain[] = [PERMISSION, CORRECTION, STOP, DISPUTE, REGISTRATION];

/** The tab to which a step leads. */
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
  const name = tab.operationName ?? "";
  const names = [...(chainOf(name)?.keys() ?? [])];
  const following = answered(tab) ? names[names.indexOf(name) + 1] : undefined;
  if (following === undefined) return undefined;
  const matter = newestMatter(tabs);
  const undecided = matter !== undefined && undecidedProvider(matter) !== undefined;
  const operationName = following === "FirstAnswer" && undecided ? "DecideItems" : following;
  const asked = operationName === "FirstAnswer" ? lastForm(tabs)?.operation : undefined;
  const source = tabs.findIndex(({ query }) => query === asked);
  const open = source >= 0 ? source : tabs.findIndex((known) => known.operationName === operationName);
  return { operationName, open };
}

/**
 * The variables that the tab of a step takes over: numbers from the newest answer that shows the application, items from the form, and
 * the officer whose step it is. undefined: nothing is known yet, and the tab stays as it is.
 */
export function takeOver(tab: AnsweredTab, tabs: readonly AnsweredTab[], officeOf: OfficeOf): TakenOver | undefined {
  const variables = fields(parse(tab.variables ?? "")) ?? {};
  const name = tab.operationName ?? "";
  const take = chainOf(name)?.get(name);
  const taken = take?.({
    matter: newestMatter(tabs),
    form: lastForm(tabs),
    tabs,
    variables,
    officeOf,
    usual: askedBy(tab.query ?? ""),
  });
  return taken && { ...taken, variables: { ...variables, ...taken.variables } };
}

function chainOf(name: string): Chain | undefined {
  return CHAINS.find((chain) => chain.has(name));
}
