import { CommandMistake, readFlags } from "../../host/command-line.ts";
import { assessDay } from "../../subgraphs/human-resources/wages/monitor/assess-day.ts";
import { MONITOR } from "../../subgraphs/human-resources/wages/monitor/monitor.ts";
import { askOverHttp } from "../../subgraphs/kit/ask-hub.ts";
import { beijingDay } from "../../subgraphs/kit/rules/working-days.ts";
import { required, type OperatorCommand } from "./command.ts";

const usage = `Usage: shali-hub assess --hub URL --hub-token FILE --division PREFIX [--as-of DAY]

欠薪监测: has every construction project of a division assessed as of a day, page by page, and kept by human-resources. What is on file and still
good is not worked out again: a run that was broken off goes on where it ended. The department's process does the same by itself, daily and
when books change, where it is started with --hub.
  --hub URL          the gateway's GraphQL endpoint
  --hub-token FILE   token of the app ${MONITOR.app} of ${MONITOR.department}; nobody else's question is kept
  --division PREFIX  division code, or its first digits
  --as-of DAY        YYYY-MM-DD (default: today in Beijing)`;

const dayOf = (text: string): string => {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  if (isDay && new Date(text).toISOString().startsWith(text)) return text;
  throw new CommandMistake(`--as-of must be a day such as 2026-10-31, got ${text}.`);
};

/** `shali-hub assess`. */
export const assessCommand: OperatorCommand = {
  usage,
  run: async (args) => {
    const text = { type: "string" } as const;
    const options = { hub: text, "hub-token": text, division: text, "as-of": text };
    const { values } = readFlags({ args: [...args], options });
    const asOf = dayOf(values["as-of"] ?? beijingDay(new Date()));
    const levels = await assessDay({
      ask: askOverHttp(required(values.hub, "hub"), MONITOR.purpose, required(values["hub-token"], "hub-token")),
      asOf,
      divisions: [required(values.division, "division")],
      onProgress: (projects) => process.stderr.write(`${projects} projects\n`),
    });
    return `${asOf}: ${Object.entries(levels)
      .map(([level, projects]) => `${level} ${projects}`)
      .join(", ")}`;
  },
};
