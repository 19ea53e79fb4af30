import { newestCheckpoint } from "../../../ledger/store/read-receipt.ts";
import { type Checkpoint as SignedHead, claimedCheckpoint } from "../../../ledger/tree/checkpoint.ts";
import { parseNote } from "../../../ledger/tree/note.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";
import { builder } from "../builder.ts";

/** A signed state of the log. It tells nothing of what is in it, and is worth the more the more people keep it. */
const Checkpoint = builder
  .objectRef<SignedHead & { readonly note: string; readonly signers: readonly string[] }>("Checkpoint")
  .implement({
    ...dataset("数据提供审计", "REAL_TIME"),
    description: "检查点：账本某一时刻的签名状态（C2SP checkpoint）",
    fields: (t) => ({
      origin: t.exposeString("origin", { description: "账本名称", nullable: true, ...open() }),
      size: t.float({ description: "记录条数", nullable: true, ...open(), resolve: ({ size }) => size }),
      root: t.string({
        description: "树根（base64）",
        nullable: true,
        ...open(),
        resolve: ({ root }) => root.toString("base64"),
      }),
      signers: t.stringList({
        description: "签名者：账本本身与见证者",
        nullable: true,
        ...open(),
        resolve: ({ signers }) => [...signers],
      }),
      note: t.exposeString("note", { description: "签名文本，可离线核验", nullable: true, ...open() }),
    }),
  });

builder.queryField("checkpoint", (t) =>
  t.field({
    type: Checkpoint,
    nullable: true,
    description: "最新检查点；账本尚无检查点时为空",
    ...open(),
    resolve: async (_, _args, { database }) => {
      const note = (await newestCheckpoint(database.reader))?.note;
      if (note === undefined) return null;
      const signers = [...new Set(parseNote(note).signatures.map(({ name }) => name))];
      return { ...claimedCheckpoint(note), note, signers };
    },
  }),
);
