/**
 * `--crypto gm`: a process that signs, seals and accepts in national algorithms alone (SM2 of GB/T 32918, SM3 of GB/T 32905). Without it the
 * kind of each key decides, and both kinds may be met side by side.
 */
export type NationalCrypto = "gm";

/** What a process accepts: the algorithms it knows, or the national one alone. */
export function acceptedAlgorithms(known: readonly string[], crypto: NationalCrypto | undefined): string[] {
  return crypto === "gm" ? ["SM2"] : [...known, "SM2"];
}

/** The one kind of key that is made and may sign; undefined where the key that is there decides. */
export function signsOnlyIn(crypto: NationalCrypto | undefined): "SM2" | undefined {
  return crypto === "gm" ? "SM2" : undefined;
}

/** Reads the flag, or its variable. Another word is refused: a misspelled one must not leave the door open. */
export function nationalCryptoIn(text: string | undefined, refuse: (why: string) => never): NationalCrypto | undefined {
  return text === undefined || text === "gm" ? text : refuse(`--crypto (HUB_CRYPTO) is gm or absent, got ${text}.`);
}
