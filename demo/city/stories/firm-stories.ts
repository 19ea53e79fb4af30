import type { FirmStory } from "../firms/firm.ts";
import { RICH_FIRM, TROUBLED_CONTRACTOR } from "./contractors.ts";
import { POLICY_STORIES } from "./policies.ts";

/** Every planted firm, in the order in which they are founded. */
export const FIRM_STORIES: readonly FirmStory[] = [RICH_FIRM, TROUBLED_CONTRACTOR, ...POLICY_STORIES];
