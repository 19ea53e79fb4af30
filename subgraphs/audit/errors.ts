import { auditErrors } from "../../schema/errors.ts";
import { raising } from "../kit/errors.ts";

/** The mistake of a reader of the ledger, told with what was expected and never with the value. */
export const auditError = raising(auditErrors);
