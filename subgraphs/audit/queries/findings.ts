import { listFindings } from "../../../ledger/anomalies/findings.ts";
import { pageSizeRefused } from "../../kit/errors.ts";
import { audited, builder } from "../builder.ts";
import { FindingState } from "../enums.ts";
import { Finding } from "../types/finding.ts";

const MOST = 200;

builder.queryField("findings", (t) =>
  t.field({
    type: [Finding],
    description: "疑点，自新至旧",
    ...audited,
    args: {
      state: t.arg({
        type: FindingState,
        description: "状态",
        directives: { reveals: { coordinate: "Finding.state" } },
      }),
      includeCovert: t.arg.boolean({
        description: "包括以未解除的秘密调查记录为依据的疑点",
        directives: { reveals: { coordinate: "Disclosure.covert" } },
      }),
      first: t.arg.int({ description: `最多条数，1 至 ${MOST}，默认 50`, defaultValue: 50 }),
    },
    resolve: (_, { state, includeCovert, first }, { database }) => {
      const limit = first ?? MOST;
      if (limit < 1 || limit > MOST) {
        throw pageSizeRefused(MOST, limit);
      }
      return listFindings(database.reader, {
        limit,
        ...(state ? { state } : {}),
        covert: includeCovert === true ? "shown" : "withheld",
      });
    },
  }),
);
