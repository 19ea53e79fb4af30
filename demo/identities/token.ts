import { endOver, readFlags } from "../../host/command-line.ts";
import {
  claimsOf,
  findIdentity,
  purposesOf,
  readDemoGroups,
  readDemoIdentities,
  selvesOf,
  UnknownIdentity,
  type DemoApp,
} from "./demo-identities.ts";
import { openLocalIssuer } from "./local-issuer.ts";

const usage = `Prints a token of the local issuer for a demo identity.

  shali-hub token --app ID [--officer ID] [--subject ID] [--lifetime SECONDS]
  shali-hub token --list

  --app ID            the app, see --list
  --officer ID        the person it acts for
  --subject ID        Person.id of a citizen, or credit code of a firm, who asks about themself
  --lifetime SECONDS  28800 unless given, 86400 at most

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

const print = async (): Promise<string> => {
  const { values } = readFlags({
    options: {
      app: { type: "string" },
      officer: { type: "string" },
      subject: { type: "string" },
      lifetime: { type: "string" },
      list: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.list) return list();
  if (values.help || values.app === undefined) return usage;
  const lifetime = values.lifetime === undefined ? undefined : Number(values.lifetime);
  if (lifetime !== undefined && !(lifetime > 0))
    throw new UnknownIdentity(`--lifetime: expected seconds, got ${values.lifetime ?? ""}`);
  const identity = findIdentity(readDemoIdentities(), values.app, values.officer);
  const issuer = await openLocalIssuer(process.env["HUB_DATA"] ?? ".hub");
  return issuer.issue(claimsOf(identity, values.subject), lifetime);
};

await print().then((text) => process.stdout.write(`${text}\n`), endOver);
