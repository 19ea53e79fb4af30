import type { Context } from "../../builder.ts";
import type { Prisma } from "../../generated/prisma/client.ts";
import { storedForm, type ScopedJudgement } from "./assessment.ts";
import { MONITOR } from "../monitor/monitor.ts";
import { RULESET } from "./ruleset.ts";

/** True for a fetch that the monitor began. Nobody else's question leaves a trace here, whatever day it asks about. */
export function isMonitoring({ envelope }: Context): boolean {
  return envelope?.app === MONITOR.app && envelope.department === MONITOR.department;
}

/** What an assessment was made from. */
interface Grounds {
  readonly code: string;
  readonly booksRevision: number;
  readonly thresholds: string;
  readonly inputs: string;
}

/** Adds a judgement to those on file. Nothing is ever changed or taken away there. */
export async function keepAssessment(
  judgement: ScopedJudgement,
  grounds: Grounds,
  { database }: Context,
): Promise<void> {
  const { reasons, owed, ruledOut, missing, ...rest } = storedForm(judgement);
  const json = (value: unknown) => value as Prisma.InputJsonValue;
  await database.wageAssessment.create({
    data: {
      ...rest,
      projectCode: grounds.code,
      asOf: new Date(judgement.asOf),
      reasons: json(reasons),
      owed: json(owed),
      ruledOut: json(ruledOut),
      missing: [...missing],
      ruleset: RULESET,
      thresholds: JSON.parse(grounds.thresholds) as Prisma.InputJsonValue,
      inputs: grounds.inputs,
      booksRevision: grounds.booksRevision,
    },
    select: { id: true },
  });
}
