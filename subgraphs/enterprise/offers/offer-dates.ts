import DataLoader from "dataloader";
import { perRequest } from "../../kit/rows/loaders.ts";
import { statementsOf } from "../../kit/rows/read-rows.ts";
import type { Context } from "../builder.ts";

/** The days of an offer as the monitor found them; null: no run has found it. */
interface OfferDates {
  readonly foundOn: Date | null;
  readonly endedOn: Date | null;
}

/** Its days by the code of the policy. */
type OffersOfFirm = ReadonlyMap<string, OfferDates>;

const READ = `
  select distinct on (enterprise_credit_code, policy_code) enterprise_credit_code as firm, policy_code as policy,
    found_on as "foundOn", ended_on as "endedOn"
  from policy_finding where enterprise_credit_code = any($1::text[]) and as_of <= $2::date
  order by enterprise_credit_code, policy_code, as_of desc, id desc`;

type Row = OfferDates & { readonly firm: string; readonly policy: string };

const read = async (firms: readonly string[], asOf: string, context: Context): Promise<OffersOfFirm[]> => {
  const rows = (await statementsOf(context).rows(READ, [[...firms], asOf])) as unknown as readonly Row[];
  const found = new Map(firms.map((firm) => [firm, new Map<string, OfferDates>()]));
  for (const { firm, policy, foundOn, endedOn } of rows) found.get(firm)?.set(policy, { foundOn, endedOn });
  return firms.map((firm) => found.get(firm) ?? new Map<string, OfferDates>());
};

/** One loader for each day: the firms of a page are asked for the same one. */
const loaders = perRequest((context: Context) => {
  const known = new Map<string, DataLoader<string, OffersOfFirm>>();
  return (asOf: string): DataLoader<string, OffersOfFirm> => {
    const loader = known.get(asOf) ?? new DataLoader((firms: readonly string[]) => read(firms, asOf, context));
    known.set(asOf, loader);
    return loader;
  };
});

/** What runs up to a day have found of one policy for one firm: one statement for all firms and policies of a request. */
export async function offerDates(
  { creditCode, policy, asOf }: { readonly creditCode: string; readonly policy: string; readonly asOf: Date },
  context: Context,
): Promise<OfferDates | undefined> {
  const offers = await loaders(context)(asOf.toISOString().slice(0, 10)).load(creditCode);
  return offers.get(policy);
}
