import { MASK_NAMES, type MaskName } from "../vocabulary.ts";

/** What an app's own schema says behind the description of a field that is masked for it. */
export function maskNote(mask: MaskName): string {
  return `（答复经脱敏：${mask}）`;
}

/** The mask that a field's description in an app's own schema names; undefined for a field in the clear. */
export function maskNoted(description: string | null | undefined): MaskName | undefined {
  return MASK_NAMES.find((mask) => description?.endsWith(maskNote(mask)) === true);
}
