import type { Calendar } from "./calendar.ts";
import type { FirmRegistry } from "./firms/firm-registry.ts";
import type { Settlement } from "./geography/settlement.ts";
import type { CitizenNumbers } from "./people/citizen-numbers.ts";
import type { Person } from "./people/household.ts";
import type { SiteRegistry } from "./sites/site-registry.ts";
import type { Writer } from "./load/tables.ts";

/** State that all generators share while one city is built. */
export interface City {
  readonly seed: number;
  readonly people: number;
  readonly calendar: Calendar;
  readonly settlements: readonly Settlement[];
  readonly numbers: CitizenNumbers;
  /** Key of the pseudonyms; see subgraphs/kit/pseudonym.ts. */
  readonly key: string;
  readonly firms: FirmRegistry;
  readonly sites: SiteRegistry;
  readonly write: Writer;
  /** Running numbers for plates, cards and codes, by kind. */
  readonly count: (kind: string) => number;
  /** Divorced people who wait for their former spouse to turn up, by sex. */
  readonly divorced: { readonly MALE: Person[]; readonly FEMALE: Person[] };
}
