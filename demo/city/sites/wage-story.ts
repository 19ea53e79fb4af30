import type { FirmStory } from "../firms/firm-story.ts";
import type { Site } from "./site.ts";

/** Level at which a project ought to be warned of. */
export type WageLevel = "RED" | "ORANGE" | "YELLOW" | "NONE";

/** A planted construction project. */
export interface WageStory {
  readonly kind: string;
  readonly expectedLevel: WageLevel;
  /** The rule that the story is about. */
  readonly rule?: string;
  /** Month of the books that the story is about (index into the calendar's months); default: the newest due one. */
  readonly month?: number;
  /** False: nobody is registered on the site. */
  readonly hires?: boolean;
  /** The general contractor, when the story needs a certain one. */
  readonly contractor?: FirmStory;
  /** Changes complete and clean books in place; `next` is the following project, complete as well. */
  readonly shape: (site: Site, next: Site) => void;
}
