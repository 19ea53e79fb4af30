import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { replaceFile } from "../ledger/durable-file.ts";
import { dataFolder, lockFolder } from "./data-folder.ts";

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), "data-folder-"));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

const reason = (start: Promise<unknown>): Promise<string> =>
  start.then(
    () => "taken",
    (error: unknown) => (error as Error).message.replaceAll(scratch, "…"),
  );

const LIVING = String(process.ppid);

describe("R19: the lock of a folder", () => {
  test("is taken by one hub: the others are told whose it is, and the file is whole and its owner's alone", async () => {
    await writeFile(join(scratch, "hub.pid"), `${LIVING}\n`);
    const said = `Another hub (process ${LIVING}) runs on …. Stop it, or choose another HUB_DATA.`;
    expect(await reason(lockFolder(scratch))).toBe(said);
    expect(await readdir(scratch)).toEqual(["hub.pid"]);
    expect(await readFile(join(scratch, "hub.pid"), "utf8")).toBe(`${LIVING}\n`);
  });

  test("is taken from a hub that is gone, or that left a file without a number", async () => {
    for (const left of ["4194305\n", "", "x\n", "-1\n"]) {
      await writeFile(join(scratch, "hub.pid"), left);
      expect(await reason(lockFolder(scratch))).toBe("taken");
      expect(await readFile(join(scratch, "hub.pid"), "utf8")).toBe(`${process.pid}\n`);
      expect((await lstat(join(scratch, "hub.pid"))).mode & 0o777).toBe(0o600);
      expect(await readdir(scratch)).toEqual(["hub.pid"]);
    }
  });

  test("does not follow a link: what it points to stays as it is", async () => {
    const elsewhere = join(scratch, "elsewhere");
    const folder = join(scratch, "data");
    await mkdir(folder);
    await writeFile(elsewhere, `${LIVING}\n`);
    await symlink(elsewhere, join(folder, "hub.pid"));
    expect(await reason(lockFolder(folder))).toBe("taken");
    expect(await readFile(elsewhere, "utf8")).toBe(`${LIVING}\n`);
    expect((await lstat(join(folder, "hub.pid"))).isFile()).toBe(true);
  });
});

describe("R20: a folder that is not the hub's alone is refused", () => {
  test("a link, a file, a folder that everybody can write, foreign files, links in it", async () => {
    const made = join(scratch, "a", "b");
    expect(await dataFolder(made)).toBe(made);
    await symlink(made, join(scratch, "link"));
    expect(await reason(dataFolder(join(scratch, "link")))).toBe("HUB_DATA is a link, which is not followed: …/link");
    await writeFile(join(scratch, "file"), "");
    expect(await reason(dataFolder(join(scratch, "file")))).toBe("HUB_DATA is not a folder: …/file");
    await symlink("/etc/passwd", join(made, "gateway.log"));
    expect(await reason(dataFolder(made))).toBe("HUB_DATA holds a link, which is not followed: …/a/b/gateway.log");
    await rm(join(made, "gateway.log"));
    await chmod(made, 0o777);
    expect(await reason(dataFolder(made))).toMatch(/can be written by everybody: …\/a\/b/);
    await chmod(made, 0o755);
    await writeFile(join(made, "my thesis.doc"), "");
    expect(await reason(dataFolder(made))).toMatch(/holds files that are not the hub's/);
  });

  test("a folder of an earlier start is taken again, with everything that a start makes", async () => {
    for (const made of ["postgres", "issuer", "envelope", "ledger", "sharing", "witness"])
      await mkdir(join(scratch, made));
    for (const made of ["manifest.json", "gateway.log"]) await writeFile(join(scratch, made), "");
    expect(await reason(dataFolder(scratch))).toBe("taken");
  });

  const asRoot = process.getuid?.() === 0 ? test : test.skip;
  asRoot("a folder or a file of another account", async () => {
    const NOBODY = 65_534;
    await mkdir(join(scratch, "issuer"));
    await chown(join(scratch, "issuer"), NOBODY, NOBODY);
    expect(await reason(dataFolder(scratch))).toBe("HUB_DATA holds a file of another account: …/issuer");
    await chown(scratch, NOBODY, NOBODY);
    expect(await reason(dataFolder(scratch))).toBe("HUB_DATA belongs to another account: …");
  });
});

test("R20: replacing a file writes through no link that lies in the new one's place", async () => {
  await writeFile(join(scratch, "victim"), "untouched");
  await symlink(join(scratch, "victim"), join(scratch, "state.new"));
  await replaceFile(join(scratch, "state"), "new");
  expect(await readFile(join(scratch, "state"), "utf8")).toBe("new");
  expect(await readFile(join(scratch, "victim"), "utf8")).toBe("untouched");
});
