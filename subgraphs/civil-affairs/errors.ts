import { civilAffairsErrors } from "../../schema/errors.ts";
import { raising } from "../kit/errors.ts";

/** Refusal of an answer by the civil affairs department for a gap of its own. */
export const civilAffairsError = raising(civilAffairsErrors);
