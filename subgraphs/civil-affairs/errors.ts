import { civilAffairsErrors } from "../../schema/errors.ts";
import { raising } from "../kit/errors.ts";

/** Refusal of an answer by the civil affairs department: its own gap, or a missing authorization. */
export const civilAffairsError = raising(civilAffairsErrors);
