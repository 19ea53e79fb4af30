import { monthOf, type IsoDate } from "./calendar.ts";
import type { ClueFact, ContractorFacts, HousingFacts, PayLineFact, PayrollReturnFact, ProjectFacts } from "./facts.ts";

const until = (date: IsoDate | null, last: IsoDate): IsoDate | null => (date !== null && date <= last ? date : null);

const knownClue = (clue: ClueFact, day: IsoDate): ClueFact =>
  clue.closedOn !== null && clue.closedOn > day ? { ...clue, status: "IN_PROCESS", closedOn: null } : clue;

const knownHousing = (housing: HousingFacts, day: IsoDate): HousingFacts => ({
  ...housing,
  permits: housing.permits?.filter(({ issuedOn }) => issuedOn === null || issuedOn <= day) ?? null,
});

const knownContractor = (contractor: ContractorFacts, day: IsoDate): ContractorFacts => ({
  ...contractor,
  abnormalListings:
    contractor.abnormalListings
      ?.filter(({ listedOn }) => listedOn === null || listedOn <= day)
      .map((listing) => ({ ...listing, removedOn: until(listing.removedOn, day) })) ?? null,
});

/** A line's money that came back later has not come; one that was paid again after it came back has. */
const withoutReturned = (line: PayLineFact, returns: readonly PayrollReturnFact[]): PayLineFact => {
  const isReturned = returns.some(
    ({ person, month, isBackPay, returnedOn }) =>
      person === line.person &&
      month === line.month &&
      isBackPay === line.isBackPay &&
      line.paidOn !== null &&
      line.paidOn <= returnedOn,
  );
  return isReturned ? { ...line, paidOn: null, payrollPaidOn: null } : line;
};

/**
 * The facts as they could be known at the end of `day`: what happened later has not happened yet.
 * @param receiptsUntil bank receipts up to this day are kept all the same, so that a look back can tell money on its way
 */
export function asKnownOn(facts: ProjectFacts, day: IsoDate, receiptsUntil: IsoDate = day): ProjectFacts {
  const returns = facts.returns?.filter(({ returnedOn }) => returnedOn <= day) ?? null;
  return {
    ...facts,
    asOf: day,
    returns,
    accounts: facts.accounts
      .filter(({ openedOn }) => openedOn <= day)
      .map((account) => ({
        ...account,
        lastTransferOn: account.lastTransferOn === null ? null : min(account, day),
        publicisedOn: until(account.publicisedOn, day),
        closedOn: until(account.closedOn, day),
      })),
    roster: facts.roster
      .filter(({ enteredOn }) => enteredOn <= day)
      .map((entry) => ({ ...entry, leftOn: until(entry.leftOn, day), settledOn: until(entry.settledOn, day) })),
    attendance: facts.attendance.filter(({ month }) => month <= monthOf(day)),
    lines: facts.lines
      .filter(({ month }) => month <= monthOf(day))
      .map((line) => ({
        ...line,
        paidOn: until(line.paidOn, receiptsUntil),
        payrollPaidOn: until(line.payrollPaidOn, receiptsUntil),
      }))
      .map((line) => withoutReturned(line, returns ?? [])),
    clues: facts.clues.filter(({ receivedOn }) => receivedOn <= day).map((clue) => knownClue(clue, day)),
    housing: knownHousing(facts.housing, day),
    contractor: facts.contractor && knownContractor(facts.contractor, day),
  };
}

/** Only the newest transfer is on file: one after `day` tells that there were transfers, not when the one before was. */
const min = ({ lastTransferOn }: { readonly lastTransferOn: IsoDate | null }, day: IsoDate): IsoDate =>
  lastTransferOn !== null && lastTransferOn < day ? lastTransferOn : day;
