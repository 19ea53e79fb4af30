import { builder, internal, type Context } from "../builder.ts";
import { demand, notFound, sharingError } from "../errors.ts";
import type { Correction as Row } from "../generated/prisma/client.ts";
import { numberOf } from "../identifiers.ts";
import { Correction } from "../types/correction.ts";
import { held, perform } from "../workflow/perform.ts";

interface Objection {
  readonly coordinate: string;
  readonly subject: string;
  readonly objection: string;
  readonly disclosures: readonly string[];
}

/** A person's pseudonym, a credit code or another key; never a citizen number. */
const assertSubject = (subject: string): void => {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(subject) || /^\d{17}[\dXx]$/.test(subject)) {
    throw sharingError("HUB_APPLICATION_INVALID", "subject: expected a pseudonym or a code, never a citizen number");
  }
};

const file = (context: Context, input: Objection): Promise<Row> =>
  perform(context, {
    action: "FILE_CORRECTION",
    load: (_tx, actor) => Promise.resolve(actor.department),
    view: (department) => ({ id: null, state: null, consumer: department, provider: null, hands: {} }),
    change: async (department, { tx, actor, now, services }) => {
      assertSubject(input.subject);
      const item = services.catalogue().catalogue.items.get(input.coordinate);
      if (!item) throw sharingError("HUB_UNKNOWN_COORDINATE", `Not in the catalogue: ${input.coordinate}`);
      const { coordinate, subject } = input;
      const known = await services.disclosuresOf({ coordinate, subject, department });
      const result = await tx.correction.create({
        data: {
          state: "FILED",
          coordinate,
          provider: item.owner,
          subject,
          departmentId: department,
          filedBy: actor.officer,
          filedAt: now,
          objection: demand("objection", input.objection),
          disclosures: [...new Set([...input.disclosures, ...known])],
        },
      });
      return { result, id: result.id, detail: { coordinate, provider: item.owner, disclosures: result.disclosures } };
    },
  });

const answer = (context: Context, id: string | number, upheld: boolean, text: string): Promise<Row> =>
  perform(context, {
    action: upheld ? "UPHOLD_CORRECTION" : "REJECT_CORRECTION",
    load: async (tx) => {
      const found = await tx.correction.findUnique({ where: { id: numberOf(id, "correction") } });
      if (!found) throw notFound("correction");
      return found;
    },
    view: (row) => ({
      id: row.id,
      state: row.state,
      consumer: row.departmentId,
      provider: row.provider,
      hands: { applicant: row.filedBy },
    }),
    change: async (row, { tx, actor, now, services }) => {
      const { coordinate, subject, departmentId: department } = row;
      const known = upheld ? await services.disclosuresOf({ coordinate, subject, department }) : [];
      const disclosures = [...new Set([...row.disclosures, ...known])];
      held(
        await tx.correction.updateMany({
          where: { id: row.id, version: row.version },
          data: {
            state: upheld ? "UPHELD" : "REJECTED",
            answer: demand("answer", text),
            answeredBy: actor.officer,
            answeredAt: now,
            disclosures,
            version: { increment: 1 },
          },
        }),
      );
      const result = await tx.correction.findUniqueOrThrow({ where: { id: row.id } });
      return { result, detail: { coordinate, disclosures } };
    },
  });

builder.mutationFields((t) => ({
  fileCorrection: t.field({
    type: Correction,
    description: "使用部门对一个数据项的一个主体提出异议（第二十六条）",
    ...internal,
    args: {
      coordinate: t.arg.string({ required: true, description: "字段坐标" }),
      subject: t.arg.string({ required: true, description: "数据主体的假名标识或代码" }),
      objection: t.arg.string({ required: true, description: "异议内容；不得载明个人信息" }),
      disclosures: t.arg.stringList({ description: "载有该值的披露回执编号" }),
    },
    resolve: (_, { disclosures, ...args }, context) => file(context, { ...args, disclosures: disclosures ?? [] }),
  }),
  answerCorrection: t.field({
    type: Correction,
    description: "提供部门十个工作日内答复异议（第二十六条）；属实的，与载有该值的披露相关联",
    ...internal,
    args: {
      correction: t.arg.id({ required: true, description: "纠错编号" }),
      upheld: t.arg.boolean({ required: true, description: "异议是否属实" }),
      answer: t.arg.string({ required: true, description: "答复" }),
    },
    resolve: (_, args, context) => answer(context, args.correction, args.upheld, args.answer),
  }),
}));
