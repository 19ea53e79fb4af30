import { readCertificates, TLS_FLAGS, tlsFilesIn } from "../../../host/certificates.ts";
import { CommandMistake, readFlags } from "../../../host/command-line.ts";
import { judgeCosignatures, witnessBounds, type WitnessBounds } from "../../../ledger/command/witness-bounds.ts";
import { keyLine } from "../../../ledger/key-file.ts";
import { claimedCheckpoint } from "../../../ledger/tree/checkpoint.ts";
import { cosignatureVerifier } from "../../../ledger/tree/cosignature.ts";
import type { Ended, OperatorCommand } from "../command.ts";
import { openAsker, type Asker } from "./ask-process.ts";
import { certificateDays, judge, valueOf, versionOf, type Finding, type LogSeen, type Part } from "./judge.ts";

const usage = `Usage: shali-hub status --gateway URL... [--department NAME=URL]... [--witness-key KEY]... [--json]

Asks the processes of a deployment how they are, and prints it on one screen: readiness, departments as each gateway sees them, grants,
ledger, cosignatures, versions, clocks, certificates. Nothing that it asks needs a token, and nothing that it prints is data.
  --gateway URL          a gateway, such as https://10.1.0.11:4000; repeatable
  --department NAME=URL  a department's own process; repeatable
  --witness-key KEY      verifier key of a witness, line or file; repeatable. The checkpoint of the first gateway that answers is looked at
  --quorum N             witnesses that must have cosigned one checkpoint (default 1 where keys are given)
  --max-age 1h           age that the newest cosignature may have (s, m, h, d; default 1h)
  --tls-ca FILE          authority of the processes' certificates
  --tls-cert FILE, --tls-key FILE  a certificate to show them, where they ask for one
  --timeout SECONDS      for each answer (default 5)
  --json                 the same for programs

Ends with 0 when all is well, with 1 over warnings, and with 2 when something does not answer or is not ready, or the command line is wrong.`;

const readArguments = (args: readonly string[]) =>
  readFlags({
    args: [...args],
    options: {
      gateway: { type: "string", multiple: true, default: [] },
      department: { type: "string", multiple: true, default: [] },
      "witness-key": { type: "string", multiple: true, default: [] },
      quorum: { type: "string" },
      "max-age": { type: "string", default: "1h" },
      ...TLS_FLAGS,
      timeout: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
    },
  }).values;

const webUrl = (text: string, flag: string): string => {
  if (!URL.canParse(text) || !/^https?:/.test(text))
    throw new CommandMistake(`--${flag} must be an http(s) URL, got ${text}.`);
  return new URL(text).origin;
};

/** What is asked, by the command line. @throws CommandMistake */
const placesIn = ({ gateway, department }: ReturnType<typeof readArguments>) => {
  const places = [
    ...gateway.map((url) => ({ kind: "gateway" as const, name: webUrl(url, "gateway"), url: webUrl(url, "gateway") })),
    ...department.map((pair) => {
      const [, name, url] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
      if (name === undefined || url === undefined)
        throw new CommandMistake(`--department must be NAME=URL, got ${pair}.`);
      return { kind: "department" as const, name, url: webUrl(url, "department") };
    }),
  ];
  if (places.length === 0) throw new CommandMistake("Name a process: --gateway URL or --department NAME=URL.");
  return places;
};

const seenLog = async (
  asker: Asker,
  parts: readonly Part[],
  keys: readonly string[],
  bounds: WitnessBounds,
): Promise<LogSeen | undefined> => {
  const gateway = parts.find(({ kind, asked }) => kind === "gateway" && asked.silent === undefined);
  if (gateway === undefined) return undefined;
  const note = await asker.text(new URL("/ledger/checkpoint", gateway.asked.url).href).catch(() => null);
  if (note === null) {
    const flaws = keys.length === 0 ? [] : ["there is no checkpoint"];
    return { size: undefined, lines: [], flaws };
  }
  const verifiers = await Promise.all(keys.map(async (key) => cosignatureVerifier(await keyLine(key))));
  try {
    const { size } = claimedCheckpoint(note);
    // A log of no records has nothing to cosign.
    if (size === 0 || keys.length === 0) return { size, lines: [], flaws: [] };
    const context = { now: Date.now(), recordTime: () => Promise.resolve(null) };
    const { lines, flaws } = await judgeCosignatures([note], verifiers, bounds, context);
    return { size, lines: lines.map((line) => line.trim()), flaws };
  } catch {
    return { size: undefined, lines: [], flaws: ["its checkpoint cannot be read"] };
  }
};

const count = (value: number | undefined): string => (value === undefined ? "?" : value.toLocaleString("en-US"));

const clockText = (clock: number | undefined): string =>
  clock === undefined ? "" : `clock ${Math.abs(clock) <= 1.5 ? "even" : `${clock > 0 ? "+" : ""}${clock} s`}`;

const stateOf = ({ ready }: Part["asked"], name: string): string | undefined => {
  const state = ready?.[name];
  return typeof state === "string" ? state : undefined;
};

const linesOf = ({ kind, name, asked }: Part, now: number): readonly string[] => {
  if (asked.silent !== undefined) return [`${kind.padEnd(10)} ${name}  DOES NOT ANSWER (${asked.silent})`];
  const days = certificateDays(asked, now);
  const head = [
    `${kind.padEnd(10)} ${name}`,
    asked.readyStatus === 200 ? "ready" : "NOT READY",
    `version ${versionOf(asked) ?? "?"}`,
    clockText(asked.clock),
    days === undefined ? "" : `certificate ${days} d`,
  ];
  const { subgraphs } = asked.ready ?? {};
  const grants = stateOf(asked, "grants");
  const ledger = stateOf(asked, "ledger");
  const states = Object.entries(typeof subgraphs === "object" && subgraphs !== null ? subgraphs : {});
  const age = valueOf(asked, "hub_grants_age_seconds");
  const told = (label: string, text: string): string => `${" ".repeat(11)}${label.padEnd(12)} ${text}`;
  return [
    head.filter((part) => part !== "").join("  "),
    ...(states.length === 0
      ? []
      : [told("departments", states.map(([one, state]) => `${one} ${String(state)}`).join(", "))]),
    ...(grants === undefined
      ? []
      : [told("grants", `${grants}${age === undefined ? "" : `, confirmed ${age.toFixed(1)} s ago`}`)]),
    ...(ledger === undefined
      ? []
      : [
          told(
            "ledger",
            `${ledger}, ${count(valueOf(asked, "hub_ledger_records"))} records, ${count(valueOf(asked, "hub_ledger_unsigned_records"))} unsigned, ${count(valueOf(asked, "hub_ledger_uncosigned_records"))} uncosigned`,
          ),
        ]),
  ];
};

const screenOf = (
  parts: readonly Part[],
  log: LogSeen | undefined,
  findings: readonly Finding[],
  now: number,
): string =>
  [
    `Shali Hub, ${new Date(now).toISOString().replace(/\.\d+/, "")}`,
    "",
    ...parts.flatMap((part) => linesOf(part, now)),
    ...(log?.size === undefined ? [] : [`log        checkpoint of ${count(log.size)} records`]),
    ...(log?.lines ?? []).map((line) => `${" ".repeat(11)}${line}`),
    "",
    ...(findings.length === 0
      ? ["All is well."]
      : findings.map(({ level, text }) => `${level === "critical" ? "CRITICAL" : "WARNING "} ${text}`)),
    "",
  ].join("\n");

const codeOf = (findings: readonly Finding[]): Ended["code"] =>
  findings.length === 0 ? 0 : findings.some(({ level }) => level === "critical") ? 2 : 1;

/** `shali-hub status`. */
export const statusCommand: OperatorCommand = {
  usage,
  run: async (args) => {
    const values = readArguments(args);
    const places = placesIn(values);
    const timeout = Number(values.timeout) * 1_000;
    if (!(timeout > 0 && timeout <= 60_000))
      throw new CommandMistake(`--timeout must be up to 60 seconds, got ${values.timeout}.`);
    const files = tlsFilesIn(values);
    const bounds = witnessBounds(
      values.quorum ?? (values["witness-key"].length > 0 ? "1" : undefined),
      values["max-age"],
    );
    const asker = openAsker({ tls: files && readCertificates(files, Date.now()), timeout });
    try {
      const parts = await Promise.all(
        places.map(async ({ kind, name, url }): Promise<Part> => ({ kind, name, asked: await asker.process(url) })),
      );
      const log = await seenLog(asker, parts, values["witness-key"], bounds);
      const now = Date.now();
      const findings = judge(parts, log, now);
      const code = codeOf(findings);
      if (!values.json) return { code, text: screenOf(parts, log, findings, now), isAnswer: true };
      const processes = parts.map(({ kind, name, asked }) => ({
        kind,
        name,
        ...asked,
        samples: undefined,
        version: versionOf(asked),
        certificateDays: certificateDays(asked, now),
      }));
      return { code, text: `${JSON.stringify({ code, processes, log, findings }, null, 2)}\n`, isAnswer: true };
    } finally {
      await asker.close();
    }
  },
};
