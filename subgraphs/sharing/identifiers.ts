import { notFound, type Thing } from "./errors.ts";

/**
 * Number behind an id argument; grants are written `G12`, as receipts write them.
 * @throws HUB_NOT_FOUND for what cannot be a number of this database
 */
export const numberOf = (id: string | number, what: Thing): number => {
  const text = String(id).replace(/^G(?=\d)/, "");
  const number = Number(text);
  if (!/^\d{1,9}$/.test(text)) throw notFound(what);
  return number;
};
