import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { parse, validate } from "graphql";
import { parse as parseYaml } from "yaml";
import { askedBy } from "../../console/src/tabs/asked-by.ts";
import { findIdentity, purposesOf, readDemoIdentities } from "../../demo/identities/demo-identities.ts";
import { consumerSchemaOf } from "../../gateway/supergraph/consumer-schema.ts";
import { createGrantBook } from "../../gateway/grant/grant-book.ts";
import { parseGrants } from "../../gateway/grant/store/parse-grants.ts";
import { explainOperation } from "../../gateway/decide/explain/explanation.ts";
import { servedSupergraph } from "../../gateway/supergraph/add-own-graph.ts";
import { readSupergraph } from "../../gateway/supergraph/read-supergraph.ts";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import { EMPTY_OVERLAY } from "../../schema/catalog/overlay.ts";

const read = (path: string): string => readFileSync(new URL(`../../schema/${path}`, import.meta.url), "utf8");
const supergraph = read("supergraph.graphql");
const { served, own } = servedSupergraph(readSupergraph(supergraph), () => undefined);
const schema = consumerSchemaOf(served);
const catalogue = buildCatalogue(supergraph, EMPTY_OVERLAY);
const apps = readDemoIdentities();

const folder = new URL("../../schema/operations/", import.meta.url);
const shipped = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".graphql"));

test.each(shipped)(
  "%s fits the graph, and names at its head a demo identity with a purpose that it may state",
  (path) => {
    const text = read(`operations/${path}`);
    expect(validate(schema, parse(text))).toEqual([]);
    const variables: unknown = JSON.parse(read(`operations/${path.replace(/\.graphql$/, ".variables.json")}`));
    expect(typeof variables).toBe("object");
    const { app = "", officer, purpose } = askedBy(text);
    const identity = findIdentity(apps, app, officer);
    expect(purposesOf(identity.app).map(({ code }) => code)).toContain(purpose);
  },
);

/** What is asked as part of the sharing's own work is everybody's: no grant of the demo's file names it. */
const isGranted = (path: string): boolean => askedBy(read(`operations/${path}`)).purpose !== "DATA_SHARING";

test.each(shipped.filter((path) => path.startsWith("audit/") && isGranted(path)))(
  "nothing of %s is denied to who asks it",
  (path) => {
    const text = read(`operations/${path}`);
    const { app: id = "", purpose = "" } = askedBy(text);
    const { app } = findIdentity(apps, id);
    const explanation = explainOperation({
      schema,
      own,
      catalogue,
      book: createGrantBook(parseGrants(parseYaml(read("../demo/sharing/grants.yaml")), catalogue)),
      asking: {
        caller: { app: app.id, department: app.department, officer: "officer", division: null },
        purpose,
        caseNumber: null,
      },
      document: parse(text),
      operationName: null,
      variables: JSON.parse(read(`operations/${path.replace(/\.graphql$/, ".variables.json")}`)) as Record<
        string,
        unknown
      >,
      now: Date.parse("2026-11-02T01:00:00Z"),
    });
    expect(explanation?.coordinates.filter(({ outcome }) => outcome !== "CLEAR")).toEqual([]);
    expect(explanation?.coordinates.length).toBeGreaterThan(3);
  },
);
