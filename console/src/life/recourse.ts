import { fields, text, type Fields } from "../json.ts";
import { listedIn, madeBy } from "./answered-tab.ts";
import type { Chain, Known, Take } from "./step.ts";

/** A correction (校核纠错, art. 26): of a value that was seen, about the person of whom it was. */
export const CORRECTION: Chain = new Map<string, Take>([
  ["SeenValue", () => undefined],
  [
    "FileCorrection",
    ({ tabs }) => {
      const subject = text(fields(listedIn(tabs, "cremations")[0]?.["person"])?.["id"]);
      return subject === undefined ? undefined : { variables: { subject } };
    },
  ],
  [
    "AnswerCorrection",
    ({ tabs, officeOf }) => {
      const correction = madeBy(tabs, "fileCorrection");
      const provider = text(correction?.["provider"]);
      if (correction === undefined || provider === undefined) return undefined;
      return { variables: { correction: correction.id }, asked: officeOf(provider, "OWNER") };
    },
  ],
]);

/** An emergency stop (紧急停用): whoever stops does not lift, so each tab's own head says who. */
export const STOP: Chain = new Map<string, Take>([
  ["EmergencyStop", () => undefined],
  [
    "LiftStop",
    ({ tabs }) => {
      const stop = madeBy(tabs, "emergencyStop");
      return stop && { variables: { stop: stop.id } };
    },
  ],
]);

/** A dispute (争议, art. 28) about a grant, through its three tiers. */
export const DISPUTE: Chain = new Map<string, Take>([
  ["DisputedGrant", () => undefined],
  [
    "FileDispute",
    ({ tabs }) => {
      const grant = listedIn(tabs, "grants").findLast(({ byRule }) => byRule === false);
      const [id, respondent] = [text(grant?.["id"]), text(grant?.["provider"])];
      return id === undefined ? undefined : { variables: { matter: "GRANT", id, respondent } };
    },
  ],
  ["AnswerDispute", ofDispute("respondent")],
  ["EscalateDispute", ofDispute("claimant")],
  ["CoordinateDispute", ofDispute()],
  ["DecideDispute", ofDispute()],
]);

/** A step on the dispute that was filed last, by the head of one of its parties, or by whoever the tab's head names. */
function ofDispute(party?: "claimant" | "respondent"): Take {
  return ({ tabs, officeOf }: Known) => {
    const dispute = madeBy(tabs, "fileDispute");
    if (dispute === undefined) return undefined;
    return { variables: { dispute: dispute.id }, asked: headOf(dispute, party, officeOf) };
  };
}

function headOf(dispute: Fields, party: string | undefined, officeOf: Known["officeOf"]) {
  const department = party === undefined ? undefined : text(dispute[party]);
  return department === undefined ? undefined : officeOf(department, "REVIEWER");
}
