import { SingleBar } from "cli-progress";

/** Shows how far the seed is: a bar on a terminal, a line for every tenth elsewhere. */
export interface Progress {
  readonly update: (done: number, total: number) => void;
  readonly stop: () => void;
}

const lines = (print: (line: string) => void): Progress => {
  let shown = -1;
  return {
    update: (done, total) => {
      const tenth = Math.floor((done / total) * 10);
      if (tenth === shown) return;
      shown = tenth;
      print(`${tenth * 10} % (${done} of ${total} people)`);
    },
    stop: () => undefined,
  };
};

/** @param stream where to show it, usually standard error, so that standard output stays clean */
export const createProgress = (stream: NodeJS.WriteStream): Progress => {
  if (!stream.isTTY)
    return lines((line) => {
      stream.write(`${line}\n`);
    });
  const bar = new SingleBar({
    stream,
    format: "{bar} {percentage} % | {value} of {total} people | {duration_formatted}",
    hideCursor: true,
  });
  let started = false;
  return {
    update: (done, total) => {
      if (!started) bar.start(total, done);
      started = true;
      bar.update(done);
    },
    stop: () => {
      if (started) bar.stop();
    },
  };
};
