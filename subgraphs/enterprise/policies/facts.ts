import type { Scalar, Window } from "../../../schema/policies/condition.ts";

/** What is known of a firm: figures by `factKey`. A figure that is not here is unknown, which is not the same as zero. */
export type Facts = ReadonlyMap<string, Scalar | readonly string[]>;

/** Key of a figure: `dataset.field`, and the window of a yearly one. */
export const factKey = (figure: string, window?: Window): string => (window ? `${figure}@${window}` : figure);
