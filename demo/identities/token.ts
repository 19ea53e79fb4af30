import { endOver, readFlags } from "../../host/command-line.ts";
import {
  findIdentity,
  purposesOf,
  readDemoGroups,
  readDemoIdentities,
  selvesOf,
  type DemoApp,
} from "./demo-identities.ts";
import { demoToken } from "./demo-token.ts";
import { findProvider } from "./provider/start-provider.ts";

const usage = `Prints a token of the running hub for a demo identity, good for ten minutes. The app proves itself by its key in the data folder, and
the person logs in at the demo's OpenID provider, a process beside the hub that stands for the city's (统一身份认证).

  shali-hub token --app ID [--officer ID] [--subject ID] [--hub URL]
  shali-hub token --list

  --app ID            the app, see --list
  --officer ID        the person it acts for
  --subject ID        Person.id of a citizen, or credit code of a firm, who asks about themself
  --hub URL           the hub (default: http://127.0.0.1:4000, or what HOST and PORT say)

HUB_DATA is the data folder (default .hub/).`;

const lines = (app: DemoApp): readonly string[] =>
  [
    [app.id, app.department, purposesOf(app).map(({ code }) => code), app.name],
    ...(app.case === undefined ? [] : [["", `x-case: ${app.case}`]]),
    ...app.officers.map(({ id, division, name, roles }) => ["", id, division, name, roles]),
    ...selvesOf(app).map(({ id, name }) => ["", `--subject=${id}`, name]),
  ].map((columns) => columns.join("\t"));

const list = (): string =>
  readDemoGroups()
    .flatMap(([heading, apps]) => [`# ${heading}`, ...apps.flatMap(lines)])
    .join("\n");

const hubHere = (): string => `http://${process.env["HOST"] ?? "127.0.0.1"}:${process.env["PORT"] ?? "4000"}`;

const print = async (): Promise<string> => {
  const { values } = readFlags({
    options: {
      app: { type: "string" },
      officer: { type: "string" },
      subject: { type: "string" },
      hub: { type: "string", default: hubHere() },
      list: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.list) return list();
  if (values.help || values.app === undefined) return usage;
  const dataFolder = process.env["HUB_DATA"] ?? ".hub";
  const places = { hub: values.hub, dataFolder, provider: () => findProvider(dataFolder) };
  return demoToken(places, findIdentity(readDemoIdentities(), values.app, values.officer), values.subject);
};

await print().then((text) => process.stdout.write(`${text}\n`), endOver);
