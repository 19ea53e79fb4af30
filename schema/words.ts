/** A sentence, or a part of one, in the two languages of the hub. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** Names of a template's holes: `{name}`. */
export type Holes<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Holes<Rest>
  : never;

/** Names of the holes in square brackets: their part of the sentence is left out when the value is null. */
export type NullableHoles<Template extends string> = Template extends `${string}[${infer Part}]${infer Rest}`
  ? Holes<Part> | NullableHoles<Rest>
  : never;

/** The filling of a hole: a name or a number is the same in both languages, a phrase comes as `Words`. */
export type Filling = string | number | Words | null;

const HOLE = /\{(\w+)\}/g;

function fillIn(template: string, language: keyof Words, fillings: Readonly<Record<string, Filling>>): string {
  const isNull = (part: string): boolean => [...part.matchAll(HOLE)].some(([, name = ""]) => fillings[name] === null);
  return template
    .replace(/\[([^\]]*)\]/g, (_, part: string) => (isNull(part) ? "" : part))
    .replace(HOLE, (hole, name: string) => {
      const filling = fillings[name] ?? hole;
      return typeof filling === "object" ? filling[language] : String(filling);
    });
}

/** Fills both templates. Pure; a filling's own braces and brackets are text. A hole without a filling stays as it is written. */
export function say(templates: Words, fillings: Readonly<Record<string, Filling>>): Words {
  return { en: fillIn(templates.en, "en", fillings), zh: fillIn(templates.zh, "zh", fillings) };
}

/** A list as each language punctuates it. */
export function listed(items: readonly string[]): Words {
  return { en: items.join(", "), zh: items.join("、") };
}

/** China's civil time, one zone without summer time, in milliseconds. */
const OFFSET = 8 * 3_600_000;

/** An instant (milliseconds since 1970) as people in the city write it, with its offset. */
export function localTime(instant: number): string {
  return `${new Date(instant + OFFSET).toISOString().slice(0, 19)}+08:00`;
}
