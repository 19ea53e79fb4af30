import { readFileSync } from "node:fs";
import { getNamedType, isLeafType, isObjectType, isRequiredArgument, type GraphQLObjectType } from "graphql";
import { parse as parseYaml } from "yaml";
import { consumerSchemaOf } from "../gateway/supergraph/consumer-schema.ts";
import { compileGrant } from "../gateway/grant/compile-grant.ts";
import { createGrantBook } from "../gateway/grant/grant-book.ts";
import { parseGrants } from "../gateway/grant/store/parse-grants.ts";
import { defaultLimits } from "../gateway/config.ts";
import { createPolicy } from "../gateway/decide/create-policy.ts";
import type { Operation } from "../gateway/operation/operation.ts";
import { createReadOperation } from "../gateway/operation/read-operation.ts";
import { buildCatalogue } from "../schema/catalog/build-catalogue.ts";
import { type Bench, median } from "./bench.ts";

const FIELDS = 500;
const WIDE = { ...defaultLimits, tokens: 100_000 };
const asking = {
  caller: { app: "enterprise-360", department: "enterprise", officer: "officer", division: null },
  purpose: "FIRM_INSPECTION",
  caseNumber: "C-1",
};

/** Selects breadth first whatever demands no argument, each object again wherever it is met, until there are enough fields. */
const operationOf = (root: GraphQLObjectType): string => {
  const top: string[] = [];
  let queue: { readonly type: GraphQLObjectType; readonly into: string[] }[] = [{ type: root, into: top }];
  const nested: (() => void)[] = [];
  let count = 0;
  while (queue.length > 0 && count < FIELDS) {
    const next: typeof queue = [];
    for (const { type, into } of queue) {
      for (const field of Object.values(type.getFields())) {
        if (count >= FIELDS || field.args.some(isRequiredArgument)) continue;
        const named = getNamedType(field.type);
        if (isLeafType(named)) into.push(field.name);
        else if (isObjectType(named)) {
          const below = ["__typename"];
          nested.push(() => into.push(`${field.name} { ${below.join(" ")} }`));
          next.push({ type: named, into: below });
        } else continue;
        count += 1;
      }
    }
    queue = next;
  }
  for (const write of nested.reverse()) write();
  return `{ ${top.join(" ")} }`;
};

/** Cost of deciding a large operation that was never seen before. */
export const policy: Bench = {
  name: "policy",
  summary: `the policy step on an operation of ${FIELDS} fields, nothing cached`,
  run: () => {
    const sdl = readFileSync("schema/supergraph.graphql", "utf8");
    const catalogue = buildCatalogue(sdl);
    const schema = consumerSchemaOf(sdl);
    const book = createGrantBook(parseGrants(parseYaml(readFileSync("demo/sharing/grants.yaml", "utf8")), catalogue));
    const root = schema.getQueryType();
    if (!root) throw new Error("The supergraph has no queries");
    const text = operationOf(root);
    const milliseconds: number[] = [];
    const known: number[] = [];
    const grantOf = () => compileGrant(book, asking, Date.now());
    const standing = { grant: grantOf(), policy: createPolicy(schema, catalogue) };
    let decided = 0;
    for (let nth = 0; nth < 400; nth++) {
      // A document, a grant and a policy of its own: nothing is known of any of them.
      const read = (): Operation =>
        createReadOperation({ schema, limits: WIDE, own: new Set(), bytes: 1e9 })(text, undefined);
      const document = read();
      const grant = grantOf();
      const fresh = createPolicy(schema, catalogue);
      const started = performance.now();
      decided = fresh.decide(document, grant, {}).outcomes.size;
      if (nth >= 200) milliseconds.push(performance.now() - started);
      const another = read();
      const again = performance.now();
      standing.policy.decide(another, standing.grant, {});
      if (nth >= 200) known.push(performance.now() - again);
    }
    const allNew = median(milliseconds);
    return Promise.resolve({
      introduction: `${FIELDS} fields of the city's graph, ${decided} coordinates, under the grants of 企业360; document, grant and policy are new each time, the code is warm.`,
      tables: [
        {
          title: "Deciding once",
          table: {
            head: ["", "ms"],
            rows: [
              ["all new, median", allNew.toFixed(2)],
              ["a new document under a grant in use, median", median(known).toFixed(2)],
            ],
          },
        },
      ],
      bars: [
        {
          what: "policy step, nothing cached, median",
          bar: "< 1 ms",
          reached: `${allNew.toFixed(2)} ms`,
          holds: allNew < 1,
        },
      ],
    });
  },
};
