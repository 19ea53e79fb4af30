import { newestCheckpoint } from "../../../ledger/store/read-receipt.ts";
import { claimedCheckpoint } from "../../../ledger/tree/checkpoint.ts";
import { parseNote } from "../../../ledger/tree/note.ts";
import { open } from "../../kit/item.ts";
import { builder } from "../builder.ts";
import { Checkpoint } from "../types/checkpoint.ts";

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
