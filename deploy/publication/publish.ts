import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandMistake, readFlags } from "../../host/command-line.ts";
import { askOverHttp } from "../../subgraphs/kit/ask-hub.ts";
import { required, type OperatorCommand } from "../operate/command.ts";
import { gatherPublication } from "./publication.ts";
import { publicationFiles } from "./write-publication.ts";

const usage = `Usage: shali-hub publication --hub URL --hub-token FILE --year YEAR --out FOLDER

目录公布与年度报告: writes what everybody may read, as files that any web server can serve: the catalogue (names, owners, share types, update cycles;
no data, and no important or core data) and the year's sharing in numbers, none below five.
  --hub URL          the gateway's GraphQL endpoint
  --hub-token FILE   token of an officer of the authority, for the purpose DATA_SHARING
  --year YEAR        of the report, such as 2026
  --out FOLDER       made where it is not there; files of the same names are replaced, each as a whole`;

const yearOf = (text: string): number => {
  if (!/^20\d\d$/.test(text)) throw new CommandMistake(`--year must be a year such as 2026, got ${text}.`);
  return Number(text);
};

/** `shali-hub publication`. */
export const publicationCommand: OperatorCommand = {
  usage,
  run: async (args) => {
    const text = { type: "string" } as const;
    const options = { hub: text, "hub-token": text, year: text, out: text };
    const { values } = readFlags({ args: [...args], options });
    const year = yearOf(required(values.year, "year"));
    const folder = required(values.out, "out");
    const ask = askOverHttp(required(values.hub, "hub"), "DATA_SHARING", required(values["hub-token"], "hub-token"));
    const publication = await gatherPublication(ask, year);
    await mkdir(folder, { recursive: true });
    for (const [name, content] of publicationFiles(publication)) {
      // A reader of the folder never meets half of a file.
      await writeFile(join(folder, `.${name}`), content);
      await rename(join(folder, `.${name}`), join(folder, name));
    }
    return `${folder}: ${publication.items.length} data items, ${publication.counts.length} departments in ${year}.`;
  },
};
