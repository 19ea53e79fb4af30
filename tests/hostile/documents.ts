import fc from "fast-check";

const times = (count: number, text: (nth: number) => string, separator = " "): string =>
  Array.from({ length: count }, (_, nth) => text(nth)).join(separator);

const firm = (selections: string, fragments = ""): string =>
  `{ enterprise(creditCode: "91110000802100433B") { ${selections} } } ${fragments}`;

const ladder = (levels: number, spread: (next: string, nth: number) => string): string =>
  firm(
    "...F0",
    `${times(levels, (nth) => `fragment F${nth} on Enterprise { ${spread(`F${nth + 1}`, nth)} }`)} fragment F${levels} on Enterprise { name }`,
  );

/** Characters and, roughly, tokens below which a document must stay: what is longer is refused before it costs anything. */
const isShort = (document: string): boolean =>
  document.length < 15_500 && (document.match(/\w+|\.\.\.|[^\s\w,]/g) ?? []).length < 1_990;

/** Documents of one kind, of 2 to `most` parts, as many as a document may hold. */
const upTo = (most: number, document: (count: number) => string): fc.Arbitrary<string> => {
  let fitting = most;
  while (!isShort(document(fitting))) fitting = Math.floor(fitting * 0.9);
  return fc.integer({ min: 2, max: fitting }).map(document);
};

const PROJECTS = "constructionProjects { generalContractor { ";

/** Fragments that spread each other: each rung doubles, crosses over, or comes back. */
const ladders: readonly fc.Arbitrary<string>[] = [
  upTo(24, (levels) => ladder(levels, (next) => `...${next} ...${next}`)),
  upTo(16, (levels) => ladder(levels, (next) => `...${next} ... on Enterprise { ...${next} }`)),
  upTo(9, (levels) => ladder(levels, (next) => `${PROJECTS}...${next} } } ...${next}`)),
  upTo(10, (levels) =>
    ladder(levels, (next, nth) => `a${nth}: ${PROJECTS}...${next} } } b${nth}: ${PROJECTS}...${next} } }`),
  ),
  upTo(20, (levels) => ladder(levels, (next) => `...${next} @skip(if: false) ...${next} @include(if: true)`)),
  upTo(6, (levels) => ladder(levels, (next) => `name ...${next} ...F0`)),
  upTo(40, (count) =>
    firm(
      "...F0",
      times(count, (nth) => `fragment F${nth} on Enterprise { ${times(count, (to) => `...F${to}`)} }`),
    ),
  ),
  upTo(30, (count) =>
    firm(
      "...F0",
      times(
        count,
        (nth) => `fragment F${nth} on Enterprise { name ${times(count - nth - 1, (to) => `...F${nth + 1 + to}`)} }`,
      ),
    ),
  ),
  upTo(
    120,
    (count) =>
      `${times(count, (nth) => `query Q${nth} { ...F0 }`)} ${times(count, (nth) => `fragment F${nth} on Query { ...F${nth + 1} }`)} fragment F${count} on Query { __typename }`,
  ),
];

/** Selections that are alike but not equal: validation compares them in pairs, the planner merges them. */
const overlaps: readonly fc.Arbitrary<string>[] = [
  upTo(1_900, (count) => firm(times(count, () => "name"))),
  upTo(140, (count) => `{ ${times(count, (nth) => `enterprise(creditCode: "${nth}") { name }`)} }`),
  upTo(
    90,
    (count) =>
      `{ ${times(count, (nth) => `enterprise(creditCode: "1") { a${nth % 9}: name creditCode ... on Enterprise { b${nth}: name } }`)} }`,
  ),
  upTo(200, (count) =>
    firm(
      times(
        count,
        (nth) =>
          `... on Enterprise { name ${times(nth % 5, () => "creditCode")} __typename @skip(if: ${String(nth % 2 === 0)}) }`,
      ),
    ),
  ),
  upTo(150, (count) =>
    firm(times(count, (nth) => `${PROJECTS}name ${["scope", "address", "capital"][nth % 3] ?? ""} } }`)),
  ),
  upTo(60, (count) => firm(times(count, (nth) => `${PROJECTS}${PROJECTS}a${nth}: name } } } }`))),
  upTo(300, (depth) => firm(`${"... { ".repeat(depth)}name${" }".repeat(depth)}`)),
  upTo(300, (depth) => firm(`${"... on Enterprise { name ".repeat(depth)}name${" }".repeat(depth)}`)),
];

/** Fields and derived fields under many names, at the root and below lists. */
const aliases: readonly fc.Arbitrary<string>[] = [
  upTo(100, (count) => firm(times(count, (nth) => `a${nth}: constructionProjects { name code }`))),
  upTo(100, (count) =>
    firm(
      times(
        count,
        (nth) => `a${nth}: constructionProjects { wageWarning(asOf: "2026-11-01") { level reasons { title } } }`,
      ),
    ),
  ),
  upTo(
    100,
    (count) =>
      `{ ${times(count, (nth) => `a${nth}: enterprise(creditCode: "${nth}") { name policyMatches(asOf: "2026-11-01") { amount } }`)} }`,
  ),
  upTo(
    100,
    (count) =>
      `{ ${times(count, (nth) => `a${nth}: person(citizenNumber: "41110219800101${String(nth).padStart(4, "0")}") { name }`)} }`,
  ),
  upTo(
    100,
    (count) =>
      `{ ${times(count, (nth) => `a${nth}: whyDenied(operation: "{ __typename }", purpose: "TEST") { level }`)} }`,
  ),
  upTo(
    60,
    (count) =>
      `{ ${times(count, (nth) => `a${nth}: neededCoordinates(operation: "{ ${times(6, (at) => `a${nth}_${at}: __typename`)} }")`)} }`,
  ),
];

/** Cases of families, whose checks are derived from what four departments hold of every member. */
const cases: readonly fc.Arbitrary<string>[] = [
  upTo(
    40,
    (count) =>
      `{ ${times(count, (nth) => `a${nth}: subsistenceCase(authorizationNumber: "${nth}") { check { decision } } b${nth}: rentalCase(authorizationNumber: "${nth}") { eligibility { eligible } }`)} }`,
  ),
];

const RELATIONS =
  "socialInsurances pensionBenefits employments labourContracts rosterEntries attendances pensionPayments housingFunds cremations oldAgeSubsidies disabilities".split(
    " ",
  );
const EVERYTHING = "name citizenNumber monthlyIncome pensionSuspicion { stillPaying } household { address }";

/** Paths from one department to the next and back: the planner has the most to weigh. */
const journeys: readonly fc.Arbitrary<string>[] = [
  upTo(9, (depth) =>
    firm(`${`taxCredits { grade } insuredCount ${PROJECTS}`.repeat(depth)}name${" } }".repeat(depth)}`),
  ),
  upTo(
    11,
    (count) =>
      `{ person(citizenNumber: "1") { ${RELATIONS.slice(0, count)
        .map((one) => `${one} { person { ${EVERYTHING} } }`)
        .join(" ")} } }`,
  ),
  upTo(
    11,
    (count) =>
      `{ person(citizenNumber: "1") { ${RELATIONS.slice(0, count)
        .map((one) => `${one} { person { ${RELATIONS.map((two) => `${two} { person { name } }`).join(" ")} } }`)
        .join(" ")} } }`,
  ),
  upTo(90, (count) => `{ ${times(count, (nth) => `a${nth}: person(citizenNumber: "${nth}") { ${EVERYTHING} }`)} }`),
  upTo(
    90,
    (count) =>
      `{ person(citizenNumber: "1") { household { members { ${times(count, (nth) => `a${nth}: monthlyIncome`)} pensionSuspicion { stillPaying } } ${times(100 - count, (nth) => `b${nth}: address`)} } } }`,
  ),
];

/** Questions about the schema, deep and under many names. */
const introspections: readonly fc.Arbitrary<string>[] = [
  upTo(
    100,
    (count) =>
      `{ ${times(count, (nth) => `a${nth}: __schema { types { name fields { name type { name ofType { name } } } } }`)} }`,
  ),
  upTo(
    100,
    (count) =>
      `{ __schema { ${times(count, (nth) => `a${nth}: types { fields { args { type { ofType { ofType { name } } } } } }`)} } }`,
  ),
  upTo(
    100,
    (count) =>
      `{ ${times(count, (nth) => `a${nth}: __type(name: "Query") { fields { args { name description } } }`)} }`,
  ),
  upTo(
    12,
    (depth) =>
      `{ __schema { types { fields { type ${"{ fields { type ".repeat(depth)}{ name }${" } }".repeat(depth)} } } } }`,
  ),
  upTo(
    16,
    (depth) => `{ __schema { types { fields { type ${"{ ofType ".repeat(depth)}{ name }${" }".repeat(depth)} } } } }`,
  ),
];

/** Literals, directives, operations and variables by the hundred. */
const crowds: readonly fc.Arbitrary<string>[] = [
  upTo(150, (count) => times(count, (nth) => `query Q${nth} { enterprise(creditCode: "1") { name } }`)),
  upTo(400, (depth) => `{ enterprise(creditCode: ${"[".repeat(depth)}1${"]".repeat(depth)}) { name } }`),
  upTo(400, (depth) => `{ enterprise(creditCode: ${"{a:".repeat(depth)}1${"}".repeat(depth)}) { name } }`),
  upTo(1_500, (count) => `{ enterprise(creditCode: [${times(count, String)}]) { name } }`),
  upTo(800, (count) => `{ enterprise(creditCode: {${times(count, (nth) => `a${nth}: 1`)}}) { name } }`),
  upTo(15_000, (length) => `{ enterprise(creditCode: "${"x".repeat(length)}") { name } }`),
  upTo(15_000, (length) => `{ enterprise(creditCode: ${"9".repeat(length)}) { name } }`),
  upTo(7_000, (length) => `{ enterprise(creditCode: """${" \n".repeat(length)}""") { name } }`),
  upTo(15_000, (length) => `{ enterprise(creditCode: "1") { name${"\n".repeat(length)} } }`),
  upTo(15_000, (length) => `{ ${"x".repeat(length)} }`),
  upTo(240, (count) => `query (${times(count, (nth) => `$v${nth}: String`)}) { enterprise(creditCode: "1") { name } }`),
  upTo(
    200,
    (count) =>
      `query (${times(count, (nth) => `$v${nth}: CreditCode! = "${nth}"`)}) { ${times(Math.min(count, 100), (nth) => `a${nth}: enterprise(creditCode: $v${nth}) { name }`)} }`,
  ),
  upTo(
    100,
    (count) =>
      `query (${times(count, (nth) => `$v${nth}: Boolean = ${String(nth % 3 > 0)}`)}) { enterprise(creditCode: "1") { ${times(count, (nth) => `... @include(if: $v${nth}) { name a: creditCode @skip(if: $v${nth}) }`)} } }`,
  ),
  upTo(300, (count) => firm(times(count, (nth) => `nosuch${nth}`))),
  upTo(300, (count) => firm(`name ${times(count, (nth) => `@nosuch${nth}`)}`)),
  upTo(300, (count) => firm(`name ${times(count, () => "@skip(if: false)")}`)),
  upTo(200, (count) => `{ ${times(count, (nth) => `enterprise(creditCode: "1", x${nth}: 1) { name }`)} }`),
  upTo(300, (count) => firm(times(count, (nth) => `...Nowhere${nth}`))),
  upTo(300, (count) =>
    firm(
      "name",
      times(count, (nth) => `fragment F${nth} on Nosuch${nth} { x }`),
    ),
  ),
];

/** Where a literal may stand: in a scalar of our own, in one of GraphQL's, deep in a list, as a default, in a directive. */
const PLACES: readonly ((literal: string) => string)[] = [
  (literal) => `{ enterprise(creditCode: ${literal}) { name } }`,
  (literal) => `{ enterprise(creditCode: [[{ a: ${literal} }]]) { name } }`,
  (literal) => `{ enterprise(creditCode: "1") { employerYear(year: ${literal}) { year } } }`,
  (literal) => `{ enterprises(division: ${literal}, first: ${literal}) { edges { cursor } } }`,
  (literal) => `query ($v: CreditCode! = ${literal}) { enterprise(creditCode: $v) { name } }`,
  (literal) => `query ($v: Int = ${literal}) { enterprises(division: "41", first: $v) { edges { cursor } } }`,
  (literal) => `{ enterprise(creditCode: "1") { name @include(if: ${literal}) } }`,
];

const digits = (most: number): fc.Arbitrary<string> =>
  fc.integer({ min: 1, max: most }).map((count) => "9".repeat(count));

/** Numbers of any length and size, and what is no number, in every place. */
const literals: readonly fc.Arbitrary<string>[] = [
  ...[digits(25), digits(7_000)].flatMap((number) => [
    number,
    number.map((whole) => `-${whole}`),
    number.map((whole) => `${whole}.5`),
    number.map((fraction) => `0.${fraction}`),
    number.map((exponent) => `1e${exponent}`),
    number.map((exponent) => `-1.5E-${exponent}`),
    number.map((text) => `"${text}"`),
  ]),
  fc.constantFrom("true", "null", "SOME", '"2025"', "2025.0", "{}", "[]", '"\\u{1F600}"', '"""a"""'),
].map((literal) => fc.tuple(fc.constantFrom(...PLACES), literal).map(([place, text]) => place(text)));

/** Documents that are small and ask for much work, of each kind that is known. */
export const hostileDocuments: fc.Arbitrary<string> = fc.oneof(
  ...[ladders, overlaps, aliases, cases, journeys, introspections, crowds, literals].map((kinds) => fc.oneof(...kinds)),
);

/** JSON of one kind: digits and brackets, in any number. */
const json = (most: number, text: (count: number) => string): fc.Arbitrary<string> =>
  fc.integer({ min: 2, max: most }).map(text);

/** Variables that are small and ask for much work, as JSON. */
export const hostileVariables: fc.Arbitrary<string> = fc.oneof(
  fc.constant("{}"),
  json(7_000, (depth) => `{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`),
  json(2_000, (depth) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`),
  json(2_500, (count) => `{"v":[${times(count, String, ",")}]}`),
  json(1_000, (count) => `{${times(count, (nth) => `"k${nth}":1`, ",")}}`),
  json(15_000, (length) => `{"v":"${"9".repeat(length)}"}`),
  json(15_000, (length) => `{"v":${"9".repeat(length)}}`),
  json(15_000, (length) => `{"v":1e${"9".repeat(length)}}`),
);
