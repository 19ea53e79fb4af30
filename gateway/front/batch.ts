import { hubError } from "../errors.ts";

/** Refuses an empty batch (HUB_BODY_INVALID) and one of more than `limit` operations (HUB_BATCH_TOO_LARGE). */
export const checkBatch = (actual: number, limit: number): void => {
  if (actual > limit) throw hubError("HUB_BATCH_TOO_LARGE", { actual, limit });
  if (actual === 0) throw hubError("HUB_BODY_INVALID", { reason: { en: "the batch is empty", zh: "批量请求为空" } });
};
