import { builder, internal } from "../builder.ts";
import { openTerms, type OpenTerm } from "../clock/open-terms.ts";
import { servicesOf } from "../services.ts";
import { LegalTerm, shownTerm } from "../types/term.ts";
import { actorOf } from "../workflow/actor-of.ts";

const DueDate = builder.objectRef<OpenTerm>("DueDate").implement({
  description: "未办结的法定事项",
  fields: (t) => ({
    matter: t.exposeString("matter", { description: "事项类别", ...internal }),
    id: t.exposeID("id", { description: "事项编号", ...internal }),
    department: t.exposeString("department", { description: "应办部门标识", ...internal }),
    term: t.field({
      type: LegalTerm,
      description: "时限",
      ...internal,
      resolve: ({ article, term, reading }) => shownTerm(article, term, reading),
    }),
  }),
});

builder.queryField("dueDates", (t) =>
  t.field({
    type: [DueDate],
    description: "本部门未办结的法定事项，最急的在前；主管部门与审计员可见全部",
    ...internal,
    resolve: async (_, _args, context) => {
      const { department, roles } = await actorOf(context);
      const all = roles.has("AUTHORITY") || roles.has("AUDITOR");
      return [...(await openTerms(context.database, servicesOf(context.database), all ? null : department))];
    },
  }),
);
