import type { Importance, MaskName, Sensitivity } from "../../schema/catalog/vocabulary.ts";
import type { Bar } from "./bar.ts";
import type { RowScope } from "./row-scope.ts";

/** Purpose (用途): a coded reason with its legal basis. */
export interface Purpose {
  readonly code: string;
  readonly name: string;
  readonly basis: string;
}

/** The receiver of a grant: one app, or every app of a department (and the department itself, when it derives fields). */
export type Consumer =
  { readonly kind: "app"; readonly app: string } | { readonly kind: "department"; readonly department: string };

/** The outcome that a grant allows for a coordinate. */
export type GrantedOutcome = "CLEAR" | "MASKED";

/** Per day; null is unlimited. */
export interface Quota {
  readonly requestsPerDay: number | null;
  readonly subjectsPerDay: number | null;
}

/** Grants whose quota is used up, by id, each with when it opens again (milliseconds since 1970). */
export type Spent = ReadonlyMap<string, number>;

/** Grant (共享授权) as its source states it. Frozen. Times are milliseconds since 1970; `validTo` is exclusive. */
export interface GrantRecord {
  readonly id: string;
  readonly consumer: Consumer;
  readonly purpose: Purpose;
  readonly validFrom: number;
  readonly validTo: number;
  readonly rowScope: RowScope;
  readonly quota: Quota;
  /**
   * DERIVATION: the department may be given the coordinates to compute its own fields from, and no caller may read by it
   * (可用不可见). ANY: both.
   */
  readonly use: "ANY" | "DERIVATION";
  /**
   * A covert investigation (依法暂缓告知的核查) that the grant is given for: what is disclosed by it is recorded like everything else, and shown to
   * the people concerned once the investigation is lifted.
   */
  readonly covert?: string;
  /** An automatic job (无人值守): personal data is given to the app without an officer and a case. */
  readonly unattended?: true;
  /** While the grant lasts its consumer asks by registered operations alone. */
  readonly registeredOnly?: true;
  /** The way in which whole tables may be taken besides asking: batch exchange (批量交换) or files (文件下载); absent: by asking alone. */
  readonly method?: "BATCH" | "FILE";
  /** By coordinate `Type.field` or `Type.*`, as written. */
  readonly items: ReadonlyMap<string, GrantedOutcome>;
  /** SHA-256 (hex) over all of the above: another content is another version. */
  readonly hash: string;
  /** Hash by which the ledger knows the grant: `contentHash` of what the sharing service states, else `hash`. */
  readonly stated: string;
}

/** The part of a catalogue item that compiling a grant reads. */
export interface GrantableItem {
  readonly coordinate: string;
  readonly typeName: string;
  readonly owner: string;
  readonly share: "UNCONDITIONAL" | "CONDITIONAL" | "NOT_SHARED";
  readonly mask: MaskName | null;
  /** Given to a named officer in a numbered case only, unless the grant is unattended. */
  readonly personal: boolean;
  readonly leaf: boolean;
  readonly keys: readonly string[];
  readonly division: boolean;
  /** What is held against the approval of an old system's coordinate. */
  readonly source: string | null;
  readonly level: Sensitivity;
  readonly importance: Importance;
  readonly type: string;
}

/** The lack of a request that may have personal data by unattended grants only; null where an officer asks in a case. */
export type Lack = "OFFICER_REQUIRED" | "CASE_REQUIRED" | null;

/** A consumer's entitlement to one coordinate, with the grants behind it, or the reason why there is none. */
export type Entitlement =
  | {
      readonly kind: "granted";
      readonly outcome: GrantedOutcome;
      readonly scope: RowScope;
      readonly grants: readonly string[];
    }
  | { readonly kind: "NOT_SHARED" }
  /** An emergency stop is in force on the coordinate. */
  | { readonly kind: "STOPPED" }
  /** An old system's, and nobody approved it as it is classified; or the old system was retired. */
  | { readonly kind: "NOT_PUBLISHED" | "RETIRED"; readonly source: string }
  /** It would come with a grant, if its owner had not barred it from that. */
  | { readonly kind: "BARRED"; readonly bar: Bar }
  | { readonly kind: "NO_GRANT" }
  | { readonly kind: "EXPIRED"; readonly grant: string; readonly validTo: number }
  | { readonly kind: "NOT_YET_VALID"; readonly grant: string; readonly validFrom: number }
  | { readonly kind: "PURPOSE_MISMATCH"; readonly purposes: readonly string[] }
  | { readonly kind: "OUT_OF_SCOPE"; readonly grants: readonly string[] }
  /** Granted, but the quota of a grant that it takes is used up. */
  | { readonly kind: "QUOTA"; readonly grant: string; readonly until: number }
  | { readonly kind: "MASK_UNAVAILABLE"; readonly grant: string }
  /** Granted, but to a named officer in a numbered case only. */
  | { readonly kind: NonNullable<Lack>; readonly grant: string };
