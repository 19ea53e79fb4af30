import { readDemoIdentities } from "../demo/identities/demo-identities.ts";
import { invocationOf } from "../host/installed.ts";
import { READER_FILE } from "./embedded/embedded-ledger.ts";
import type { Hub } from "./hub.ts";

/** Facts that the screen tells. */
export interface ScreenOptions extends Pick<Hub, "url" | "subgraphs" | "ledgerDatabase" | "witness"> {
  /** HUB_DATA as it was given; undefined is the default. */
  readonly data: string | undefined;
}

const identities = (): string =>
  readDemoIdentities()
    .filter(({ kind }) => kind !== "OFFICE")
    .map(({ id, purpose, name }) => `    ${id.padEnd(18)} ${purpose.padEnd(16)} ${name}`)
    .join("\n");

/** The text for a newcomer when the hub is up: addresses, identities, and one line that works when pasted. */
export function screen({ url, subgraphs, ledgerDatabase, witness, data }: ScreenOptions): string {
  const query =
    '{ constructionProjects(division: "4111", first: 3) { edges { node { code name wageWarning(asOf: "2026-10-31") { level owedAmount } } } } }';
  const database = new URL(ledgerDatabase);
  database.password = "";
  const secret = `${data ?? ".hub"}/ledger/${READER_FILE}`;
  const asking = readDemoIdentities().find(({ id }) => id === "wage-warning");
  const officer = asking?.officers[0]?.id ?? "";
  const token = `${data === undefined ? "" : `HUB_DATA='${data}' `}${invocationOf("token")} --app wage-warning --officer ${officer} --hub ${url}`;
  return `
沙澧数据共享枢纽  Shali Hub

  Playground   ${url}/graphql
  GraphQL      ${url}/graphql
  Health       ${url}/healthz  ${url}/readyz  ${url}/metrics

  示范身份 Demo identities (app, purpose)
${identities()}
    经办与审核 offices of the sharing workflow, their officers and everybody else: ${invocationOf("token")} --list

  部门 Departments (they answer to the gateway's envelopes only)
${subgraphs.map((subgraph) => `    ${subgraph.name.padEnd(18)} ${subgraph.url}`).join("\n")}

  试一试 Try it:
  curl -s ${url}/graphql -H 'content-type: application/json' -H 'x-purpose: WAGE_WARNING' -H 'x-case: ${asking?.case ?? ""}' -H "authorization: Bearer $(${token})" -d '${JSON.stringify({ query })}'

  核验账本 Verify the ledger, from its rows:
  PGPASSWORD="$(cat '${secret}')" ${invocationOf("ledger")} verify --database '${database.href}' --log-key '${data ?? ".hub"}/ledger/log.pub' --sharing-key '${data ?? ".hub"}/sharing/sharing.pub' --witness-key '${witness.verifier}' --quorum 1

  见证人 Witness, a process of its own with its own key (${data ?? ".hub"}/witness):
    ${witness.url}   ${witness.verifier}

  Ctrl-C 停止全部 stops everything.`;
}
