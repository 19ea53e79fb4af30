import { reveals } from "../../kit/item.ts";
import { disclosureAt, findDisclosures } from "../../../ledger/query/find-disclosures.ts";
import { connectionNames } from "../../kit/rows/connection.ts";
import { auditorOf, isWithin } from "../auditor.ts";
import { audited, builder, type Context } from "../builder.ts";
import { disclosureConnection } from "../disclosure-connection.ts";
import { DisclosureFilter, ledgerFilter } from "../disclosure-filter.ts";
import { Disclosure } from "../types/disclosure.ts";

const isLifted = async (covert: string, { database }: Context): Promise<boolean> => {
  const { rows } = await database.reader.query("SELECT FROM ledger.leaves WHERE lifts = $1 LIMIT 1", [covert]);
  return rows.length > 0;
};

builder.queryFields((t) => ({
  disclosures: t.connection(
    {
      type: Disclosure,
      nullable: true,
      description: "账本中的记录，自新至旧；只支持向前翻页（first、after）",
      directives: audited.directives,
      args: { filter: t.arg({ type: DisclosureFilter, description: "查找条件" }) },
      resolve: (_, { filter, ...page }, context) => {
        const auditor = auditorOf(context);
        const wanted = ledgerFilter(filter ?? {});
        return disclosureConnection(page, async (request) => {
          const found = await findDisclosures(context.database.reader, wanted, request);
          return { ...found, disclosures: found.disclosures.filter(({ record }) => isWithin(auditor, record)) };
        });
      },
    },
    ...connectionNames("Disclosure"),
  ),
  disclosure: t.field({
    type: Disclosure,
    description: "按序号取一条记录；没有、已过保存期限或属于未解除的依法暂缓告知的核查时为空",
    ...audited,
    args: {
      index: t.arg.id({ required: true, description: "序号", ...reveals("Disclosure.index") }),
      includeCovert: t.arg.boolean({
        description: "包括尚未解除的依法暂缓告知的核查",
        directives: { reveals: { coordinate: "Disclosure.covert" } },
      }),
    },
    resolve: async (_, { index, includeCovert }, context) => {
      const auditor = auditorOf(context);
      if (!/^\d{1,15}$/.test(index)) return null;
      const found = await disclosureAt(context.database.reader, Number(index));
      if (!found || !isWithin(auditor, found.record)) return null;
      const { covert } = found.record;
      if (!covert || includeCovert === true || (await isLifted(covert, context))) return found;
      return null;
    },
  }),
}));
