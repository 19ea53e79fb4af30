import { APPLICATION_STEPS, RENEWAL } from "../steps/application.ts";
import { BAR_STEPS } from "../steps/bar.ts";
import { CATALOGUE_STEPS, DESCRIPTION_STEPS } from "../steps/catalogue.ts";
import { CHANGE_STEPS } from "../steps/catalogue-change.ts";
import { UPDATE_STEPS } from "../steps/catalogue-update.ts";
import { CORRECTION_STEPS } from "../steps/correction.ts";
import { DEMAND_STEPS } from "../steps/demand.ts";
import { DISPUTE_STEPS } from "../steps/dispute.ts";
import { EXTENSION_STEPS } from "../steps/extension.ts";
import { GRANT_STEPS } from "../steps/grant.ts";
import { STEPS_OF_HUB } from "../steps/hub.ts";
import { OPERATION_MUTATIONS, OPERATION_STEPS } from "../steps/operation.ts";
import { PARTY_STEPS, REGISTRATIONS } from "../steps/party.ts";
import { PUBLICATION_STEPS } from "../steps/publication.ts";
import { REVIEW_STEPS } from "../steps/review.ts";
import { SOURCE_STEPS } from "../steps/source.ts";
import { INCIDENT_STEPS, STOP_STEPS } from "../steps/stop.ts";
import type { PersonStep } from "./step.ts";
import type { Transition } from "./transition.ts";

const STEPS_OF_PERSONS = {
  ...APPLICATION_STEPS,
  ...REVIEW_STEPS,
  ...EXTENSION_STEPS,
  ...GRANT_STEPS,
  ...STOP_STEPS,
  ...INCIDENT_STEPS,
  ...BAR_STEPS,
  ...CORRECTION_STEPS,
  ...DISPUTE_STEPS,
  ...CHANGE_STEPS,
  ...UPDATE_STEPS,
  ...CATALOGUE_STEPS,
  ...DESCRIPTION_STEPS,
  ...SOURCE_STEPS,
  ...PUBLICATION_STEPS,
  ...DEMAND_STEPS,
} as const satisfies Readonly<Record<string, PersonStep>>;

/**
 * The whole life of a permission: every step that anybody can take, from which states, by whom, never by whom, and the
 * article of 政务数据共享条例 that it carries out. A step that is not here cannot happen. README.md shows it as one table.
 */
export const STATE_MACHINE = {
  ...STEPS_OF_PERSONS,
  ...PARTY_STEPS,
  ...OPERATION_STEPS,
  ...STEPS_OF_HUB,
} as const satisfies Readonly<Record<string, Transition>>;

/** Name of a step. */
export type Action = keyof typeof STATE_MACHINE;

/** Every mutation: the steps that persons take, and the further ways of taking one. */
export const TAKEN_BY_PERSONS: readonly PersonStep[] = [
  ...Object.values(STEPS_OF_PERSONS),
  RENEWAL,
  ...REGISTRATIONS,
  ...OPERATION_MUTATIONS,
];
