/** ISO date (YYYY-MM-DD) and month (YYYY-MM): both compare as text. */
export type IsoDate = string;

/** One cancellation of a household registration, as 公安 holds it. */
interface CancellationFact {
  readonly isDeath: boolean;
  readonly diedOn: IsoDate | null;
  readonly cancelledOn: IsoDate | null;
}

/** One cremation, as 民政 holds it. */
interface CremationFact {
  readonly diedOn: IsoDate | null;
  readonly crematedOn: IsoDate | null;
}

/** One pension of the department's own. */
interface BenefitFact {
  readonly isPaying: boolean;
  readonly lastVerifiedOn: IsoDate | null;
}

/** One payment; the amount in fen. */
interface PaymentFact {
  readonly payMonth: string;
  readonly paid: number;
}

/** Everything that is known of one pensioner. A department whose data did not come is null. */
export interface PensionFacts {
  /** The pensioner's place of living, a residents' or a villagers' committee (居民委员会、村民委员会); null: not known. */
  readonly residence: "URBAN" | "RURAL" | null;
  readonly benefits: readonly BenefitFact[];
  readonly payments: readonly PaymentFact[];
  readonly cancellations: readonly CancellationFact[] | null;
  readonly cremations: readonly CremationFact[] | null;
}
