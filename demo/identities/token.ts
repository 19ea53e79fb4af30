import { askForToken } from "../../gateway/token/ask-for-token.ts";
import { endOver, readFlags } from "../../host/command-line.ts";
import {
  findIdentity,
  providerClaimsOf,
  purposesOf,
  readDemoGroups,
  readDemoIdentities,
  selvesOf,
  type DemoApp,
} from "./demo-identities.ts";
import { demoAppKey } from "./demo-app-key.ts";
import { openLocalIssuer } from "./local-issuer.ts";

const usage = `Prints a token of the running hub for a demo identity, good for ten minutes. The app proves itself by its key in the data folder, and the
local issuer stands for the city's OpenID provider, where the officer has logged in.

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
  const { app, officer } = findIdentity(readDemoIdentities(), values.app, values.officer);
  const folder = process.env["HUB_DATA"] ?? ".hub";
  const person = providerClaimsOf({ app, officer }, values.subject);
  const subjectToken = person && (await (await openLocalIssuer(folder)).login(person, app.id));
  return askForToken({ hub: values.hub, app: app.id, key: await demoAppKey(folder, app.id), subjectToken });
};

await print().then((text) => process.stdout.write(`${text}\n`), endOver);
