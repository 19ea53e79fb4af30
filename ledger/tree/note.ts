/** One signature line of a note: who signed, with which key, and what. */
export interface NoteSignature {
  readonly name: string;
  /** Four bytes. */
  readonly keyId: Buffer;
  readonly signature: Buffer;
}

/** A signed note taken apart (C2SP signed-note). The text is NOT trusted until a signature is verified. */
export interface Note {
  /** The signed text, its last newline included. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A key that signs notes under a name. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: Buffer;
  sign(text: string): Buffer;
}

/** A key that checks the signatures of its name and key id. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyId: Buffer;
  /** A key whose lines have to be right wherever they stand, and are never enough by themselves. */
  readonly second?: true;
  verify(text: string, signature: Buffer): boolean;
}

const MAX_SIGNATURES = 64;

/** One signature line, newline included. */
export function signatureLine({ name, keyId, signature }: NoteSignature): string {
  return `— ${name} ${Buffer.concat([keyId, signature]).toString("base64")}\n`;
}

/** The text with one line per signer. @throws RangeError when the text does not end in a newline. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!text.endsWith("\n")) throw new RangeError("The text of a note ends in a newline");
  const lines = signers.map((signer) =>
    signatureLine({ name: signer.name, keyId: signer.keyId, signature: signer.sign(text) }),
  );
  return `${text}\n${lines.join("")}`;
}

/** Takes a signed note apart. @throws SyntaxError when it is not one. */
export function parseNote(note: string): Note {
  // eslint-disable-next-line no-control-regex -- the specification forbids exactly these characters
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) throw new SyntaxError("A note has no control characters");
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n")) throw new SyntaxError("Not a signed note");
  const lines = note.slice(end + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw new SyntaxError("Too many signatures");
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

/** Takes one signature line (without newline) apart. @throws SyntaxError when it is not one. */
function parseSignature(line: string): NoteSignature {
  const match = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line);
  const [, name, base64] = match ?? [];
  if (name === undefined || base64 === undefined) throw new SyntaxError("Not a signature line");
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length < 5) throw new SyntaxError("A signature line carries a key id and a signature");
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/** True when the line claims to be by this key. */
export function isOf({ name, keyId }: NoteVerifier, line: NoteSignature): boolean {
  return name === line.name && keyId.equals(line.keyId);
}

/**
 * The signatures of the note by the given keys. A signature by a known key that does not verify spoils the whole note
 * (empty result); lines of unknown keys are ignored.
 */
export function verifiedSignatures(note: Note, verifiers: readonly NoteVerifier[]): readonly NoteSignature[] {
  const verified: NoteSignature[] = [];
  for (const line of note.signatures) {
    const verifier = verifiers.find((known) => isOf(known, line));
    if (verifier === undefined) continue;
    if (!verifier.verify(note.text, line.signature)) return [];
    verified.push(line);
  }
  return verified;
}
