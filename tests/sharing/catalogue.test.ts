import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createHash } from "node:crypto";
import { CATALOGUE_SEARCH } from "../../gateway/mcp/hub-tools.ts";
import { viewCatalogue } from "../../subgraphs/sharing/catalogue/catalogue-view.ts";
import { checkSupergraph } from "../../subgraphs/sharing/catalogue/check-supergraph.ts";
import { catalogueOfFile } from "../../subgraphs/sharing/catalogue/load-catalogue.ts";
import { openOffice, type Office } from "./office.ts";
import { ASSESSMENTS, STEPS } from "./steps.ts";

let supergraph = catalogueOfFile()().supergraph;
const view = catalogueOfFile()();

interface Page {
  readonly edges: readonly { readonly node: { readonly coordinate: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const NOTHING_APPROVED = { changes: [], published: new Map() };

const COMPARED = `query ($version: ID!, $supergraph: String) { compareCatalogue(version: $version, supergraph: $supergraph) {
  objections { kind coordinate } affectedOperations { app name coordinate effect } } }`;

let office: Office;
beforeAll(async () => {
  office = await openOffice("catalogue");
});
afterAll(() => office.close());

const found = async (args: string, first = 5): Promise<string[]> => {
  const { edges } = await office.done<{ edges: { node: { coordinate: string } }[] }>(
    "applicant.housing",
    `{ catalogue(first: ${first}, ${args}) { edges { node { coordinate } } } }`,
  );
  return edges.map(({ node }) => node.coordinate);
};

describe("looking for data", () => {
  test("in Chinese: every word is met, the name counts most", async () => {
    expect(await found(`search: "户籍地址"`)).toContain("Person.address");
    expect((await found(`search: "公民身份号码"`))[0]).toBe("Person.citizenNumber");
    expect(await found(`search: "户籍地址 不存在的词"`)).toEqual([]);
    expect(await found(`search: "person.ADDRESS"`)).toEqual(["Person.address"]);
  });

  test("20.7: by an agent's tool, with what it needs to know of each item", async () => {
    const asked = { search: "户籍地址", department: "public-security", first: 3 };
    const { edges } = await office.done<Page>("applicant.housing", CATALOGUE_SEARCH, asked);
    expect(edges.map(({ node }) => node)).toContainEqual(
      expect.objectContaining({
        coordinate: "Person.address",
        owner: "public-security",
        mask: "ADDRESS",
        theme: "人口",
      }),
    );
  });

  test("a phrase that the catalogue words a little differently is still met", async () => {
    expect(await found(`search: "公民的身份号码"`)).toContain("Person.citizenNumber");
  });

  test("第十三条: every item states its theme and update cycle from the first start, without any import", async () => {
    expect(await office.database.catalogueEntry.count()).toBe(0);
    const silent = view.items.filter(({ theme, updateCycle }) => theme === null || updateCycle === null);
    expect(silent.map(({ coordinate }) => coordinate)).toEqual([]);
    const themes = await office.done<string[]>("applicant.housing", "{ catalogueThemes }");
    expect(themes).toEqual(expect.arrayContaining(["人口", "社会保障", "工程建设", "社会救助", "市场主体"]));
    expect(await found(`theme: "社会救助", department: "civil-affairs"`, 3)).toEqual([
      "AllowancePayment.base",
      "AllowancePayment.divisionCode",
      "AllowancePayment.family",
    ]);
    expect(await found(`theme: "没有的主题"`)).toEqual([]);
    // What a department puts into another's type belongs to its own dataset, not to the type's.
    const told = (coordinate: string): Promise<unknown> =>
      office.done("applicant.housing", `{ catalogItem(coordinate: "${coordinate}") { theme updateCycle } }`);
    expect(await told("Person.name")).toEqual({ theme: "人口", updateCycle: "REAL_TIME" });
    expect(await told("Person.pensionBenefits")).toEqual({ theme: "社会保障", updateCycle: "MONTHLY" });
    expect(await told("Person.monthlyIncome")).toEqual({ theme: "就业创业", updateCycle: "MONTHLY" });
  });

  test("by department and share type, page by page, each item once", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page: Page = await office.done(
        "applicant.housing",
        `query ($after: String) { catalogue(first: 100, after: $after, department: "housing", share: CONDITIONAL) {
            edges { node { coordinate owner } } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      seen.push(...page.edges.map(({ node }) => node.coordinate));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    const expected = view.items.filter(({ owners, share }) => owners.includes("housing") && share === "CONDITIONAL");
    expect(seen).toEqual(expected.map(({ coordinate }) => coordinate));
    expect(seen.length).toBeGreaterThan(20);
  });
});

test("a form shows what the catalogue lists of the needed coordinates, each once, and refuses what no catalogue has", async () => {
  const FORM = `query ($coordinates: [ID!]!) { applicationForm(coordinates: $coordinates, app: "housing-app", purpose: "X") {
    item { coordinate } standing } }`;
  const coordinates = ["Query.person", "Person.name", "Person.name", "Grant.state"];
  expect(await office.as("applicant.housing", FORM, { coordinates })).toEqual({
    data: {
      applicationForm: ["Person.name", "Query.person"].map((coordinate) => ({
        item: { coordinate },
        standing: "MISSING",
      })),
    },
  });
  const refused = (...asked: string[]) => office.refused("applicant.housing", FORM, { coordinates: asked });
  expect(await refused("Person.nonsense")).toBe("HUB_UNKNOWN_COORDINATE");
  expect(await refused(...Array.from({ length: 2001 }, () => "Person.name"))).toBe("HUB_APPLICATION_INVALID");
});

describe("第十二至十七条: publishing the catalogue", () => {
  const publish = (sdl: string): Promise<string> =>
    office.refused("authority.data-administration", STEPS.publishCatalogue, { supergraph: sdl });
  const NATION = /(nation: String[^\n]*@item\()([^)]*)(\))/;

  test("the first version is published, garbage and the same version again are not", async () => {
    expect(await publish("type Query {")).toBe("HUB_CATALOGUE_REFUSED");
    expect(await publish(supergraph)).toBe("allowed");
    expect(await publish(supergraph)).toBe("HUB_CATALOGUE_REFUSED");
  });

  test("第十六条: a loosened classification is refused until owner, head and authority have approved exactly it", async () => {
    const loose = supergraph.replace(NATION, "$1level: L1, share: UNCONDITIONAL$3");
    expect(loose).not.toBe(supergraph);
    expect(await publish(loose)).toBe("HUB_CATALOGUE_REFUSED");
    const { id } = await office.done<{ id: string }>("owner.public-security", STEPS.proposeCatalogueChange);
    expect(await publish(loose)).toBe("HUB_CATALOGUE_REFUSED");
    await office.done("reviewer.public-security", STEPS.approveCatalogueChange, { id });
    expect(await publish(loose)).toBe("HUB_CATALOGUE_REFUSED");
    await office.done("authority.data-administration", STEPS.auditCatalogueChange, { id, approve: true });
    expect(await publish(loose)).toBe("allowed");
    expect(await office.database.catalogueChange.findUnique({ where: { id: Number(id) } })).toMatchObject({
      state: "PUBLISHED",
    });
    supergraph = loose;
  });

  test("19.3: a new coordinate is refused until it is approved as it is classified; one that is not shared adds nothing", async () => {
    const added = (item: string): string =>
      supergraph.replace(/(type Vehicle [^{]*\{)/, `$1\n  colour: String ${item} @join__field(graph: PUBLIC_SECURITY)`);
    const shared = added("@item(level: L2, share: CONDITIONAL)");
    expect(shared).not.toBe(supergraph);
    expect(await publish(shared)).toBe("HUB_CATALOGUE_REFUSED");
    const [last] = await office.done<{ version: string }[]>("auditor.housing", `{ catalogueVersions { version } }`);
    const objectionsTo = async (sdl: string): Promise<unknown> =>
      office.done("auditor.housing", COMPARED, { version: last?.version, supergraph: sdl });
    const objections = [{ kind: "NOT_APPROVED", coordinate: "Vehicle.colour" }];
    expect(await objectionsTo(shared)).toEqual({ objections, affectedOperations: [] });
    const closed = added('@item(level: L4, share: NOT_SHARED, basis: "保守国家秘密法第十三条")');
    expect(await objectionsTo(closed)).toEqual({ objections: [], affectedOperations: [] });
  });

  test("19.3: a source's new field is no side door: nobody publishes it alone", async () => {
    const settlement = /(type MedicalSettlement [^{]*\{)/;
    const more = supergraph.replace(
      settlement,
      "$1\n  bed: String @item(level: L1, share: UNCONDITIONAL) @join__field(graph: MEDICAL_INSURANCE)",
    );
    expect(more).not.toBe(supergraph);
    expect(await publish(more)).toBe("HUB_CATALOGUE_REFUSED");
    const looser = supergraph.replace(/(institution: String[^\n]*level: )L3/, "$1L1");
    expect(looser).not.toBe(supergraph);
    expect(await publish(looser)).toBe("HUB_CATALOGUE_REFUSED");
  });

  test("a tightened classification needs nobody's approval", async () => {
    const tight = supergraph.replace(NATION, "$1level: L4, share: CONDITIONAL$3");
    expect(await publish(tight)).toBe("allowed");
    supergraph = tight;
  });

  test("a lost directive loosens nothing: the field is closed", () => {
    const bare = supergraph.replace(/(nation: String[^\n]*?)@item\([^)]*\)/, "$1");
    expect(bare).not.toBe(supergraph);
    expect(viewCatalogue(bare).catalogue.items.get("Person.nation")?.share).toBe("NOT_SHARED");
    expect(checkSupergraph(viewCatalogue(supergraph), viewCatalogue(bare), NOTHING_APPROVED)).toEqual([]);
  });

  test("a sensitive key is refused", async () => {
    const keyed = supergraph.replace(/(type Person [^{]*?@join__type\(graph: \w+, key: ")id(")/, "$1citizenNumber$2");
    expect(keyed).not.toBe(supergraph);
    expect(await publish(keyed)).toBe("HUB_CATALOGUE_REFUSED");
  });

  test("第十三条, R24: nothing is proposed without a secrecy and a personal-information assessment, told by number and hash", async () => {
    const propose = (assessments: string): Promise<string> =>
      office.refused(
        "owner.public-security",
        `mutation { proposeCatalogueChange(coordinate: "Person.nation", level: L2, share: CONDITIONAL, reason: "r" ${assessments}) { id } }`,
      );
    const one = `secrecyAssessment: { reference: "1号", sha256: "${"a".repeat(64)}" }`;
    expect(await propose(one.replace("secrecy", "impact"))).toContain("secrecyAssessment");
    expect(await propose(one)).toContain("impactAssessment");
    expect(await propose(`${one} impactAssessment: { reference: " ", sha256: "${"a".repeat(64)}" }`)).toBe(
      "HUB_APPLICATION_INVALID",
    );
    expect(await propose(`${one} impactAssessment: { reference: "2号", sha256: "not a hash" }`)).toBe(
      "HUB_APPLICATION_INVALID",
    );
    // R24: of an empty file nobody has assessed anything.
    const empty = createHash("sha256").update("").digest("hex");
    expect(await propose(ASSESSMENTS.replace("1".repeat(64), empty))).toBe("HUB_APPLICATION_INVALID");
    expect(await propose(ASSESSMENTS)).toBe("allowed");
    expect(office.events.at(-1)?.detail).toMatchObject({
      secrecyReference: "漯公保密〔2026〕3号",
      secrecySha256: "1".repeat(64),
      impactReference: "漯公评估〔2026〕3号",
      impactSha256: "2".repeat(64),
    });
  });

  test("第十五条: to close data takes a law, an administrative regulation or a State Council decision", async () => {
    const CLOSE = `mutation ($basis: String, $kind: BasisKind) { proposeCatalogueChange(coordinate: "Person.nation",
      level: L4, share: NOT_SHARED, reason: "安全", basis: $basis, basisKind: $kind, ${ASSESSMENTS}) { id } }`;
    expect(await office.refused("owner.public-security", CLOSE)).toBe("HUB_APPLICATION_INVALID");
    expect(await office.refused("owner.public-security", CLOSE, { basis: "市政府文件" })).toBe(
      "HUB_APPLICATION_INVALID",
    );
    for (const basis of ["市政府文件", "居民身份证法", "公共租赁住房管理办法第七条"])
      expect(await office.refused("owner.public-security", CLOSE, { basis, kind: "LAW" })).toBe(
        "HUB_APPLICATION_INVALID",
      );
    const law = { basis: "居民身份证法第十九条", kind: "LAW" };
    expect(await office.refused("owner.public-security", CLOSE, law)).toBe("allowed");
  });

  test("what changed since a published version is told", async () => {
    const [, first] = await office.done<{ version: string }[]>("auditor.housing", `{ catalogueVersions { version } }`);
    const COMPARE = `query ($version: ID!) { compareCatalogue(version: $version) {
      differences { coordinate kind before { share level } after { share level } } objections { kind coordinate } } }`;
    expect(await office.done("auditor.housing", COMPARE, { version: first?.version })).toMatchObject({
      differences: [{ coordinate: "Person.nation", kind: "TIGHTENED", before: { share: "UNCONDITIONAL" } }],
      objections: [],
    });
  });

  test("G10: 第十六条: importance that was declared is lowered like a classification is loosened: with an approved change to exactly it", async () => {
    const important = supergraph.replace(NATION, "$1level: L4, share: CONDITIONAL, importance: IMPORTANT$3");
    expect(await publish(important)).toBe("allowed");
    const proposal = (importance: string) =>
      `mutation { proposeCatalogueChange(coordinate: "Person.nation", level: L4, share: CONDITIONAL, reason: "r" ${importance} ${ASSESSMENTS}) { id importance } }`;
    const approve = async (importance: string) => {
      const { id, ...told } = await office.done<{ id: string; importance: string }>(
        "owner.public-security",
        proposal(importance),
      );
      await office.done("reviewer.public-security", STEPS.approveCatalogueChange, { id });
      await office.done("authority.data-administration", STEPS.auditCatalogueChange, { id, approve: true });
      return told.importance;
    };
    const general = supergraph.replace("  民族\n", "  民族名称\n");
    expect(general).not.toBe(supergraph);
    expect(await approve("importance: IMPORTANT")).toBe("IMPORTANT");
    expect(await publish(general)).toBe("HUB_CATALOGUE_REFUSED");
    expect(await approve("importance: GENERAL")).toBe("GENERAL");
    expect(await publish(general)).toBe("allowed");
    supergraph = general;
  });
});
