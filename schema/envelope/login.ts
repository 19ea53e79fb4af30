import * as v from "valibot";

/** What follows a department's URL where the hub asks whose login it is. */
export const LOGIN_PATH = "login";

/** The text that stands for `query` in that question, and that its envelope is made for. It is no GraphQL, as that of a collection is none. */
export const LOGIN_QUERY = "shali-hub: who has logged in?";

/** Purpose of the hub's own envelope for it. */
export const LOGIN_PURPOSE = "LOGIN";

/** The form of a citizen number, in which a department alone may hold it. */
const CITIZEN_NUMBER = /^\d{17}[\dX]$/i;

/** True for what a provider may name somebody by: 1 to 256 visible characters in one spelling, and no citizen number. */
export const isLogin = (text: string): boolean =>
  /^(?!\s)[^\p{C}]{1,256}(?<!\s)$/u.test(text) && !CITIZEN_NUMBER.test(text);

const login = v.pipe(v.string("a login"), v.check(isLogin, "a login of 1 to 256 characters that is no citizen number"));

/** What the hub asks: the provider, and its name of whoever has logged in there. */
export const loginSchema = v.strictObject({
  query: v.literal(LOGIN_QUERY, "the text of that question"),
  issuer: v.pipe(v.string("an issuer"), v.regex(/^\S{1,256}$/, "an issuer")),
  login,
});

const SECONDS = "seconds since 1970";

const holderSchema = v.strictObject({
  id: v.pipe(v.string("an identifier"), v.regex(/^[\w-]{1,64}$/, "an identifier")),
  until: v.nullable(v.pipe(v.number(SECONDS), v.minValue(0, SECONDS))),
});

/** The holder of a login: `Person.id` or a credit code, and the second in which that ends, if it is known. */
export type LoginHolder = v.InferOutput<typeof holderSchema>;

/** What a department answers. null: nobody, whatever the reason. */
export const heldSchema = v.strictObject({ holder: v.nullable(holderSchema) });
