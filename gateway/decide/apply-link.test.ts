import { expect, test } from "@jest/globals";
import { limitedGateway } from "../limit/callers/fixtures/limited-gateway.ts";
import { applyLink, isApplyPlace } from "./apply-link.ts";

const QUERY = "{ people(first: 1) { name secret } }";
const WHY = `query ($operation: String!) {
  whyDenied(operation: $operation, purpose: "TEST") { coordinates { denials { apply } } }
}`;

interface Body {
  readonly data?: { readonly whyDenied?: { readonly coordinates: readonly unknown[] } };
  readonly errors?: readonly { readonly extensions: { readonly apply: unknown } }[];
  readonly extensions?: { readonly sharing: { readonly coordinates: readonly unknown[] } };
}

/** Every link that a gateway gives for one denied field, however it is asked. */
const linksOf = async (options: { readonly apply?: string }): Promise<readonly unknown[]> => {
  await using gateway = await limitedGateway({}, {}, undefined, options);
  const ask = async (body: object, headers: Readonly<Record<string, string>> = {}): Promise<Body> =>
    (await (await gateway.post("/graphql", body, headers)).json()) as Body;
  const inErrors = ({ errors = [] }: Body) => errors.map(({ extensions }) => extensions.apply);
  const explained = (coordinates: readonly unknown[] = []) =>
    coordinates.flatMap((found) =>
      (found as { denials: readonly { apply: unknown }[] }).denials.map(({ apply }) => apply),
    );
  const rejected = await ask({ query: QUERY }, { "x-on-denied": "reject" });
  const dry = await ask({ query: QUERY }, { "x-dry-run": "true" });
  const why = await ask({ query: WHY, variables: { operation: QUERY } });
  return [
    ...inErrors(await ask({ query: QUERY })),
    ...inErrors(rejected),
    ...explained(dry.extensions?.sharing.coordinates),
    ...explained(why.data?.whyDenied?.coordinates),
  ];
};

test.each([
  [{ apply: "/apply" }, "/apply?coordinate=Person.secret&purpose=TEST"],
  [
    { apply: "https://share.test/new?from=hub" },
    "https://share.test/new?from=hub&coordinate=Person.secret&purpose=TEST",
  ],
  [{}, null],
])("a gateway told %j links to %p, in errors, rejections, dry runs and explanations alike", async (options, link) => {
  expect(await linksOf(options)).toEqual([link, link, link, link]);
});

test("leads to what is missing, and nowhere for what is not shared", () => {
  const link = (denial: object) => applyLink("/apply", "Firm.risk", "P&Q", denial as never);
  expect(link({ reason: "NO_GRANT" })).toBe("/apply?coordinate=Firm.risk&purpose=P%26Q");
  expect(link({ reason: "DERIVATION_NOT_GRANTED", missing: "Firm.tax" })).toBe(
    "/apply?coordinate=Firm.tax&purpose=P%26Q",
  );
  expect(link({ reason: "ARGUMENT_NOT_GRANTED", reveals: "Person.id" })).toBe(
    "/apply?coordinate=Person.id&purpose=P%26Q",
  );
  expect(link({ reason: "NOT_SHARED" })).toBeNull();
});

test.each([
  ["/apply", true],
  ["/share/apply?lang=zh", true],
  ["https://share.test/apply", true],
  ["http://127.0.0.1:8080", true],
  ["//evil.test/apply", false],
  ["/\\evil.test", false],
  ["javascript:alert(1)", false],
  ["https://user:secret@share.test/", false],
  ["https://share.test/#apply", false],
  ["apply", false],
  ["", false],
])("%p as a place for applications: %p", (place, fit) => {
  expect(isApplyPlace(place)).toBe(fit);
});
