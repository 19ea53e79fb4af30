import { basesIn, isInForce, type Basis } from "../../../schema/law/basis.ts";
import type { Rank } from "../../../schema/law/statutes.ts";
import { beijingDay } from "../../kit/rules/working-days.ts";
import { builder, internal } from "../builder.ts";
import { LegalRank } from "../enums.ts";
import { servicesOf } from "../services.ts";

/** One citation of a basis (依据), as the register of documents has it. */
const LegalBasis = builder.objectRef<Basis>("LegalBasis").implement({
  description: "依据中的一项：文件及其条文、位阶与施行期间，取自枢纽的法律文件表",
  fields: (t) => ({
    title: t.string({ description: "文件名称", ...internal, resolve: ({ statute }) => statute.title }),
    number: t.string({ description: "文号", ...internal, resolve: ({ statute }) => statute.number }),
    article: t.exposeString("article", { description: "条文；空为未写明", ...internal }),
    rank: t.field({
      type: LegalRank,
      description: "位阶",
      ...internal,
      resolve: ({ statute }): Rank => statute.rank,
    }),
    validFrom: t.string({ description: "施行之日", ...internal, resolve: ({ statute }) => statute.validFrom }),
    validTo: t.string({
      description: "最后有效之日；空为现行",
      ...internal,
      resolve: ({ statute }) => statute.validTo,
    }),
    inForce: t.boolean({
      description: "今日是否有效",
      ...internal,
      resolve: ({ statute }, _, context) => isInForce(statute, beijingDay(servicesOf(context.database).now())),
    }),
    verified: t.boolean({
      description: "是否已核对官方文本；未核对的须核对后方可作为办件依据",
      ...internal,
      resolve: ({ statute }) => statute.reading === "T",
    }),
  }),
});

/** Field of whatever states its basis as text: the citations in it, in their order. */
export const legalBases = {
  type: [LegalBasis] as [typeof LegalBasis],
  description: "使用依据逐项：文件、条文、位阶、施行期间",
  ...internal,
  resolve: ({ legalBasis }: { readonly legalBasis: string }) => [...basesIn(legalBasis)],
};
