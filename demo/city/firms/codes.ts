import { creditCodeCheck, organisationCodeCheck } from "../../../subgraphs/kit/builder/credit-code.ts";

const SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
// Kinds of holder: the code's first two characters  (GB 32100-2015, table 1).
const HOLDERS = { enterprise: "91", soleTrader: "92", organisation: "51" } as const;

/** The n-th credit code of a kind of holder, with the unassigned area 419900 and both check characters valid. */
export function creditCodeOf(holder: keyof typeof HOLDERS, n: number): string {
  let rest = n;
  let serial = "";
  for (let digit = 0; digit < 6; digit += 1) {
    serial = SYMBOLS.charAt(rest % 31) + serial;
    rest = Math.floor(rest / 31);
  }
  const organisation = `MA${serial}`;
  const first17 = `${HOLDERS[holder]}419900${organisation}${organisationCodeCheck(organisation)}`;
  return first17 + creditCodeCheck(first17);
}

const FIRST = "恒鑫华瑞天宏泰康盛嘉金广正永和德众源汇沙澧顺豫中新安信诚昌利丰隆博远达明";
const SECOND = "达源泰发祥盛隆通瑞和信业丰辉兴安康诚成美佳润宇诺邦联创益百世升旺昊阳峰林";

/** The n-th brand: two characters, three from the 1,481st on; every n gives another one. */
export function brandOf(n: number): string {
  const span = FIRST.length * SECOND.length;
  const within = (n * 617) % span;
  const first = FIRST.charAt(within % FIRST.length);
  const second = SECOND.charAt(Math.floor(within / FIRST.length));
  const round = Math.floor(n / span);
  return (
    first +
    second +
    (round === 0
      ? ""
      : FIRST.charAt((round - 1) % FIRST.length) + SECOND.charAt(Math.floor((round - 1) / FIRST.length)))
  );
}
