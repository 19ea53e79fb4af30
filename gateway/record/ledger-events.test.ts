import { expect, test } from "@jest/globals";
import { pino } from "pino";
import { ledgerEvents } from "./ledger-events.ts";

const [INFO, ERROR, FATAL] = [30, 50, 60];

const listening = () => {
  const lines: { readonly level: number; readonly part?: string; readonly reason?: string; readonly size?: number }[] =
    [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as (typeof lines)[number]);
  return { events: ledgerEvents(pino({}, { write })), lines };
};
const told = ({ lines }: ReturnType<typeof listening>) =>
  lines.map(({ level, part, reason, size }) => [level, part ?? size, reason]);

test("a failure is told once while it lasts, another one at once, and the same again after it was over", () => {
  const log = listening();
  const { events } = log;
  events.onError?.("sequencer", new Error("a"));
  events.onError?.("sequencer", new Error("a"));
  events.onError?.("witness", new Error("a"));
  events.onError?.("sequencer", new Error("b"));
  events.onError?.("sequencer", "no error at all");
  events.onCheckpoint?.(1);
  events.onError?.("witness", new Error("a"));
  events.onError?.("sequencer", "no error at all");
  events.onCosigned?.("w", 1);
  events.onError?.("witness", new Error("a"));
  events.onElected?.(7);
  events.onError?.("sequencer", "no error at all");
  expect(told(log)).toEqual([
    [ERROR, "sequencer", "a"],
    [ERROR, "witness", "a"],
    [ERROR, "sequencer", "b"],
    [ERROR, "sequencer", "unknown"],
    [ERROR, "sequencer", "unknown"],
    [ERROR, "witness", "a"],
    [INFO, 7, undefined],
    [ERROR, "sequencer", "unknown"],
  ]);
});

test.each(["LEDGER_CORRUPT", "LEDGER_WITNESS_REFUSED", "LEDGER_WITNESS_FORGOT", "LEDGER_CLOCKS_DISAGREE"])(
  "L10: %s is fatal: a person has to look at it",
  (code) => {
    const log = listening();
    log.events.onError?.("witness", Object.assign(new Error("proof"), { code }));
    expect(told(log)).toEqual([[FATAL, "witness", "proof"]]);
  },
);
