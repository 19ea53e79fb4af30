import { readFile } from "node:fs/promises";
import { CommandMistake, readFlags } from "../../host/command-line.ts";
import { readAppKeys, type AppKey } from "../../schema/app-keys.ts";
import { databaseVariableOf } from "../../subgraphs/kit/departments.ts";
import { openAlone } from "../../subgraphs/sharing/main.ts";
import { foundRegister } from "../../subgraphs/sharing/workflow/found-register.ts";
import { pairIn, required, urlIn, type OperatorCommand } from "./command.ts";

const usage = `Usage: shali-hub found --department ID --name 名称 --body 数源单位 --area CODE --app ID=名称 [--app-keys FILE] --officer ID=姓名 --officer ID=姓名

Opens the register of parties: enters the authority for data with its first two security administrators (安全管理员) and the app by which
they reach the workflow, once. Everybody else
is then registered through the workflow, by one of the two, and confirmed by the other. Recorded in the ledger like every later step.
  --department ID      the authority's id, as its tokens name it
  --name 名称          its name, as officers read it
  --body 数源单位      the sharing body that it belongs to (default: its name)
  --area CODE          its division, 12 digits, such as 411100000000
  --app ID=名称        the app that their tokens name; every registered app reaches the workflow for the purpose DATA_SHARING
  --app-keys FILE      the app's public keys (JWKS, as \`shali-hub keys app\` prints it), by which it gets its tokens at the gateway
  --officer ID=姓名    account and name of an administrator; two different people

DATABASE_URL_SHARING and DATABASE_URL_LEDGER name the databases (shali-hub migrate), HUB_SHARING_KEY the folder of the workflow's key.`;

const keysIn = async (path: string | undefined): Promise<readonly AppKey[]> =>
  path === undefined ? [] : readAppKeys(JSON.parse(await readFile(path, "utf8")), path);

/** `shali-hub found`. */
export const foundCommand: OperatorCommand = {
  usage,
  run: async (args) => {
    const text = { type: "string" } as const;
    const options = {
      department: text,
      name: text,
      body: text,
      area: text,
      app: text,
      "app-keys": text,
      officer: { ...text, multiple: true },
    } as const;
    const { values } = readFlags({ args: [...args], options });
    const name = required(values.name, "name");
    const areaCode = required(values.area, "area");
    if (!/^\d{12}$/.test(areaCode)) throw new CommandMistake(`--area must be 12 digits, got ${areaCode}.`);
    const department = {
      id: required(values.department, "department"),
      name,
      sharingBody: values.body ?? name,
      areaCode,
    };
    const [first, second, ...others] = (values.officer ?? []).map((text) => pairIn("officer", text));
    if (first === undefined || second === undefined || others.length > 0)
      throw new CommandMistake("Give --officer twice: one proposes, the other confirms.");
    const app = { ...pairIn("app", required(values.app, "app")), keys: await keysIn(values["app-keys"]) };
    const [database, ledger] = ["sharing", "ledger"].map((one) => urlIn(databaseVariableOf(one))) as [string, string];
    const sharing = await openAlone(database, ledger, () => undefined);
    try {
      if (!(await foundRegister(sharing, { department, officers: [first, second], app })))
        throw new Error("The register has officers already; nothing was changed.");
    } finally {
      await sharing.$disconnect();
    }
    return `${department.id} and its security administrators ${first.id} and ${second.id} are registered, with the app ${app.id}.`;
  },
};
