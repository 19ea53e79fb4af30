import { fields, parse, records, text, type Fields } from "../json.ts";
import type { AskedBy } from "../identity/caller.ts";
import { askedBy } from "../tabs/asked-by.ts";
import { dataOf, madeBy, type AnsweredTab } from "./answered-tab.ts";
import { statedPurpose, type Matter } from "./matter.ts";
import type { Chain, Known, OfficeOf, Take, TakenOver } from "./step.ts";

/** The steps of an application, in order, by the names of their operations. */
export const PERMISSION: Chain = new Map<string, Take>([
  ["NeededCoordinates", () => undefined],
  ["ApplicationForm", fillIn],
  ["SubmitApplication", submit],
  [
    "ConsentToApplication",
    ofMatter((matter, officeOf) => ({
      variables: { application: matter.id },
      asked: officeOf(matter.department, "REVIEWER"),
    })),
  ],
  [
    "RequestExtension",
    ofMatter((matter, officeOf) => ({
      variables: { application: matter.id },
      asked: office(officeOf, "OWNER", undecidedProvider(matter)),
    })),
  ],
  [
    "AnswerExtension",
    ({ tabs }) => {
      const extension = madeBy(tabs, "requestExtension");
      return extension && { variables: { extension: extension.id } };
    },
  ],
  ["DecideItems", decide],
  [
    "ConfirmDecision",
    ofMatter((matter, officeOf) => ({
      variables: { application: matter.id },
      asked: office(officeOf, "REVIEWER", reviewIn(matter, "DECIDED")),
    })),
  ],
  ["ActivateGrant", ofMatter((matter, officeOf) => ofGrant(grantIn(matter, "GRANTED"), officeOf))],
  ["FirstAnswer", () => undefined],
  ["RevokeGrant", ofMatter((matter, officeOf) => ofGrant(grantIn(matter, "ACTIVE", "GRANTED"), officeOf, "REVIEWER"))],
  ["LiftBar", ({ tabs }) => barIn(records(madeBy(tabs, "revokeGrant")?.["bars"]))],
]);

function ofMatter(take: (matter: Matter, officeOf: OfficeOf) => TakenOver | undefined): Take {
  return ({ matter, officeOf }) => (matter === undefined ? undefined : take(matter, officeOf));
}

/**
 * The shipped statements are the demo's own. Another app makes its own: its purpose and basis are those of the answer
 * that it applies from, the rest is for the applicant to write.
 */
function statementsFor(purpose: string, tabs: readonly AnsweredTab[]) {
  const { name = "", basis = "" } = statedPurpose(tabs, purpose) ?? {};
  return { purposeName: name, legalBasis: basis, scenario: "", usageScope: "", obligations: "", assessment: null };
}

/** The form takes what the operation needs, and what the tab that told it says about app and purpose. */
function fillIn({ tabs }: Known): TakenOver | undefined {
  const told = tabs.findLast(({ operationName, response }) => {
    return operationName === "NeededCoordinates" && Array.isArray(dataOf(response)?.["neededCoordinates"]);
  });
  if (told === undefined) return undefined;
  const coordinates = dataOf(told.response)?.["neededCoordinates"];
  return { variables: { ...fields(parse(told.variables ?? "")), coordinates }, asked: askedBy(told.query ?? "") };
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

/** The shipped assessment is that of the provider whom the tab's head names: another one makes its own. */
function decide({ matter, officeOf, usual }: Known): TakenOver | undefined {
  if (matter === undefined) return undefined;
  const provider = undecidedProvider(matter);
  const decisions = matter.items
    .filter(({ owner, byRule }) => owner === provider && !byRule)
    .map(({ coordinate, wished }) => ({ coordinate, decision: wished }));
  const asked = office(officeOf, "OWNER", provider);
  const another = asked?.officer === usual.officer ? {} : { assessment: null };
  return { variables: { application: matter.id, decisions, ...another }, asked };
}

function ofGrant(
  grant: Matter["grants"][number] | undefined,
  officeOf: OfficeOf,
  role: "OWNER" | "REVIEWER" = "OWNER",
): TakenOver | undefined {
  return grant && { variables: { grant: grant.id }, asked: officeOf(grant.provider, role) };
}

/** The first provider who has not decided. */
export function undecidedProvider(matter: Matter): string | undefined {
  return reviewIn(matter, "OPEN", "COMPLETE");
}

/** The first provider whose review is in one of these states. */
function reviewIn({ reviews }: Matter, ...states: readonly string[]): string | undefined {
  return reviews.find(({ state }) => states.includes(state))?.provider;
}

/** The last grant that a provider decided, not the rule, in one of these states. */
function grantIn({ grants }: Matter, ...states: readonly string[]): Matter["grants"][number] | undefined {
  return grants.findLast(({ byRule, state }) => !byRule && states.includes(state));
}

/** The bar that came with a revocation: the tab's head names an officer of the owner. */
function barIn(bars: readonly Fields[]): TakenOver | undefined {
  const bar = text(bars.find(({ state }) => state === "IN_FORCE")?.["id"]);
  return bar === undefined ? undefined : { variables: { bar } };
}

function office(officeOf: OfficeOf, role: string, department: string | undefined): AskedBy | undefined {
  return department === undefined ? undefined : officeOf(department, role);
}
