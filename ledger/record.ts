/** The subject matter of a record. Every kind is a leaf of the same tree. */
export type RecordKind =
  | "disclosure"
  | "denial"
  | "failure"
  | "dry-run"
  | "grant-change"
  | "policy-change"
  | "key-change"
  | "audit-read"
  | "workflow"
  | "cover";

/** The outcome of a request as a whole. RECORDED: an event that is no request (grant, policy, key, workflow). */
export type Decision = "RELEASED" | "PARTIAL" | "REFUSED" | "FAILED" | "DRY_RUN" | "RECORDED";

/** One coordinate that was actually resolved (or denied), and on how many rows. */
export interface CoordinateUse {
  readonly coordinate: string;
  readonly outcome: "CLEAR" | "MASKED" | "DENIED";
  readonly rows: number;
  /** The reason of a denial, one of `schema/denial.ts`. */
  readonly reason?: string;
}

/** Inputs that a department used to compute a field: a disclosure to that department, not to the caller. */
export interface DerivedUse {
  /** The computed coordinate. */
  readonly coordinate: string;
  /** The department that consumed the inputs. */
  readonly department: string;
  readonly inputs: readonly string[];
}

/** A salted commitment to one argument; the value itself MUST NOT be in the log. */
export interface ArgumentCommitment {
  readonly argument: string;
  readonly commitment: string;
}

/** A person or firm whose data was in the answer, by pseudonym. */
export interface Subject {
  readonly type: string;
  readonly pseudonym: string;
}

/** The change that a record states, for records that are events: grants, policies, keys, workflow steps. */
export interface Change {
  /** For instance "grant", "log-key", "retention", "covert-lift". */
  readonly what: string;
  readonly id: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * One record. It MUST NOT carry personal data: people appear as pseudonyms, arguments as salted commitments, the officer as
 * the identifier of the account. Strings of the record are plain text without control characters.
 */
export interface DisclosureRecord {
  readonly kind: RecordKind;
  /** When the answer was ready, by the gateway's clock: ISO 8601 in UTC with milliseconds ("2026-11-24T03:18:00.123Z"). */
  readonly time: string;
  readonly traceId: string;
  readonly app: string | null;
  readonly department: string | null;
  readonly officer: string | null;
  /** The number of the case (办件编号) that the officer asked for; null or absent where none was stated. */
  readonly caseNumber?: string | null | undefined;
  /**
   * The program through which a language model asked for the app (MCP), as it names itself: `mcp:some-client/2.1`. That it came over MCP the
   * gateway knows, the name proves nothing. null or absent for everything else.
   */
  readonly byAgent?: string | null | undefined;
  readonly purpose: string | null;
  readonly grantHash: string | null;
  readonly policyVersion: string | null;
  readonly operationHash: string | null;
  /** Id of the registered operation (`sha256:<hex>`) that was asked for by it; null or absent where a text was sent. */
  readonly operationId?: string | null | undefined;
  readonly coordinates: readonly CoordinateUse[];
  readonly derived: readonly DerivedUse[];
  readonly argumentCommitments: readonly ArgumentCommitment[];
  /** All of them: the ledger bounds what goes into the leaf itself (count and commitment above the bound). */
  readonly subjects: readonly Subject[];
  /** `EXPORT`: a page of a table that leaves as a file, or the look before its first one; null or absent for an answer. */
  readonly takenAs?: string | null | undefined;
  readonly rowCount: number;
  readonly decision: Decision;
  readonly latencyMs: number;
  /** Division codes (prefixes) that the answer's rows lie in, as far as the gateway knows them. */
  readonly divisions?: readonly string[];
  /** Identifier of a covert investigation: the record is withheld from its subjects until that one is lifted. */
  readonly covert?: string | null;
  readonly change?: Change | null;
  /** The signature of whoever states something by the record, over a text that the statement's kind says; absent where nothing is signed. */
  readonly signature?: string | undefined;
}

/** A record as it stands in the log: the JSON of a leaf. */
export interface LoggedRecord extends Required<
  Omit<DisclosureRecord, "signature" | "caseNumber" | "operationId" | "byAgent" | "takenAs">
> {
  readonly signature?: string | undefined;
  readonly caseNumber?: string | null | undefined;
  readonly operationId?: string | null | undefined;
  readonly byAgent?: string | null | undefined;
  readonly takenAs?: string | null | undefined;
  readonly id: string;
  /** The number of subjects; `subjects` is empty when they were too many, and `subjectsRoot` then commits to them. */
  readonly subjectCount: number;
  readonly subjectsRoot: string | null;
  readonly v: 1;
}
