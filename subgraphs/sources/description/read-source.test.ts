import { describe, expect, test } from "@jest/globals";
import { sourceSchema } from "../graph/source-graph.ts";
import { joinedTypes } from "./source-description.ts";
import { parseSource, readSource, sourceNames } from "./read-source.ts";

/** A description with every part, a line each. */
const LINES = [
  "source: projects",
  "title: 项目库",
  "owner: enterprise",
  "kind: sql",
  "place: SOURCE_PROJECTS_URL",
  "enums:",
  "  Stage: { title: 阶段, values: { PLANNED: { title: 储备, codes: ['1'] }, OPEN: { title: 开工, codes: ['2', '3'] } } }",
  "types:",
  "  Plan:",
  "    title: 计划",
  "    from: v_plan",
  "    theme: 投资",
  "    cycle: WEEKLY",
  "    key: number",
  "    division: { column: xzqh }",
  "    fields:",
  "      number: { column: bh, type: ID, title: 编号, level: L1, share: CONDITIONAL }",
  "      stage: { column: jd, type: Stage, title: 阶段, level: L1, share: CONDITIONAL }",
  "      lead: { column: fzr, type: Person, title: 负责人, level: L3, share: CONDITIONAL }",
  "      amount: { column: je, type: Fen, unit: wan-yuan, title: 投资（分） }",
];

const textWith = (line: number, text: string): string => LINES.with(line - 1, text).join("\n");

const refusal = (text: string): string => {
  try {
    parseSource(text, "source.yaml");
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "accepted";
};

test("a description is read as it stands", () => {
  const { types, enums } = parseSource(LINES.join("\n"), "source.yaml");
  expect([...(types.get("Plan")?.fields.keys() ?? [])]).toEqual(["number", "stage", "lead", "amount"]);
  expect(enums.get("Stage")?.values.get("OPEN")).toEqual({ title: "开工", codes: ["2", "3"] });
});

describe("what is refused is told by file, line, place, what was expected and what stands there", () => {
  const field = "    fields: { number: { column: bh, type: ID, title: 编号, level: L1, share: CONDITIONAL }, ";
  test.each([
    [
      1,
      "source: Projects",
      'source.yaml:1 source: expected the name of the folder, such as medical-insurance, got "Projects"',
    ],
    [2, "title: Projects", 'source.yaml:2 title: expected a text in Chinese, got "Projects"'],
    [3, "owner: nobody", expect.stringMatching(/^source\.yaml:3 owner: expected one of .*, got "nobody"$/)],
    [4, "kind: fax", expect.stringMatching(/^source\.yaml:4 kind: expected one of sql.*, got "fax"$/)],
    [
      5,
      "place: postgres://reader:secret@old/db",
      "source.yaml:5 place: expected the name of an environment variable, such as SOURCE_TAX_URL, got something else",
    ],
    [
      7,
      "  Stage: { title: 阶段, values: { PLANNED: { title: 储备, codes: [1] } } }",
      "source.yaml:7 enums.Stage.values.PLANNED.codes[0]: expected a code of the old system in quotes, got 1",
    ],
    [
      7,
      "  Stage: { title: 阶段, values: { A: { title: 储备, codes: ['1'] }, B: { title: 开工, codes: ['1'] } } }",
      'source.yaml:7 enums.Stage: expected each code once, got "1"',
    ],
    [
      7,
      "  Stage: { title: 阶段, values: { a-b: { title: 储备, codes: ['1'] } } }",
      'source.yaml:7 enums.Stage.values["a-b"]: expected a name such as INPATIENT, got "a-b"',
    ],
    [
      13,
      "    cycle: SOMETIMES",
      expect.stringMatching(/^source\.yaml:13 types\.Plan\.cycle: expected one of REAL_TIME, .*, got "SOMETIMES"$/),
    ],
    [14, "    key: stages", 'source.yaml:14 types.Plan.key: expected a shared field of type ID or Int, got "stages"'],
    [
      15,
      "    division: {}",
      "source.yaml:15 types.Plan.division: expected either the column of the division, or under none the reason why there is none, got nothing",
    ],
    [
      15,
      "    division: { column: xzqh, none: 没有 }",
      'source.yaml:15 types.Plan.division: expected either the column of the division, or under none the reason why there is none, got "xzqh"',
    ],
    [
      17,
      "      number: { colum: bh, type: ID, title: 编号 }",
      expect.stringMatching(
        /^source\.yaml:17 types\.Plan\.fields\.number: expected one of column, type, .*, got "colum"$|^source\.yaml:17 types\.Plan\.fields\.number\.column: expected .*, got nothing$/,
      ),
    ],
    [
      18,
      "      stage: { column: jd, type: Step, title: 阶段, level: L1, share: CONDITIONAL }",
      expect.stringMatching(
        /^source\.yaml:18 types\.Plan\.fields\.stage\.type: expected one of ID, .*, Stage, got "Step"$/,
      ),
    ],
    [
      18,
      "      stage: { column: jd, type: Stage, title: 阶段, level: L1 }",
      'source.yaml:18 types.Plan.fields.stage: expected both level and share, or neither: what is not classified is not shared, got "L1"',
    ],
    [
      18,
      "      stage: { column: jd, type: Stage, title: 阶段, level: L1, share: NOT_SHARED }",
      "source.yaml:18 types.Plan.fields.stage: expected the basis in law on which it is not shared, got nothing",
    ],
    [
      18,
      "      stage: { column: fzr, type: String, title: 身份证号, level: L3, share: CONDITIONAL }",
      "source.yaml:18 types.Plan.fields.stage: expected mask CITIZEN_NUMBER: the column holds citizen numbers, which leave as pseudonyms, got nothing",
    ],
    [
      20,
      "      amount: { column: je, type: Fen, title: 投资（分） }",
      "source.yaml:20 types.Plan.fields.amount: expected a unit (fen, yuan or wan-yuan) for Fen and for no other type, got nothing",
    ],
    [
      20,
      "      asOf: { column: je, type: Date, title: 时点 }",
      'source.yaml:20 types.Plan.fields.asOf: expected another name: divisionCode and asOf are given to every row, got "asOf"',
    ],
    [20, "      number: { column: je, type: Date, title: 时点 }", "source.yaml:20: expected YAML, got duplicate key"],
    [16, `${field}]`, expect.stringMatching(/^source\.yaml:\d+: expected YAML, got /)],
  ])("line %d: %s", (line, text, expected) => {
    expect(refusal(textWith(line, text))).toEqual(expected);
  });
});

describe("a draft, of which nothing is classified,", () => {
  const draft = LINES.map((line) => line.replace(/, level: L\d, share: CONDITIONAL/, ""))
    .with(9, "    title: 待填写")
    .with(14, "    division: { none: 待填写 }");

  test("is read as it stands, and has no type in the graph", () => {
    const description = parseSource(
      [...draft, "    entries: { Person: { plans: { field: lead, title: 计划 } } }"].join("\n"),
      "source.yaml",
    );
    expect([...description.types.keys(), ...joinedTypes(description).keys()]).toEqual(["Plan"]);
    expect(Object.keys(sourceSchema(description).getTypeMap())).not.toContain("Plan");
  });

  test("has to have its words and its key once anything is classified", () => {
    const [key, level] = [17, ", level: L1, share: CONDITIONAL }"];
    const opened = (line: number): string[] => draft.with(line - 1, (draft[line - 1] ?? "").replace(/ }$/, level));
    expect(refusal(opened(18).join("\n"))).toBe(
      'source.yaml:14 types.Plan.key: expected a shared field of type ID or Int, got "number"',
    );
    expect(refusal(opened(key).join("\n"))).toBe(
      'source.yaml:10 types.Plan.title: expected a title in Chinese of what is classified, got "待填写"',
    );
    const titled = opened(key).with(9, "    title: 计划");
    expect(refusal(titled.join("\n"))).toBe(
      'source.yaml:15 types.Plan.division: expected the reason why there is no division column, got "待填写"',
    );
    const reasoned = titled.with(14, "    division: { none: 全市一张表 }");
    expect(refusal(reasoned.join("\n"))).toBe("accepted");
    const coded = reasoned.with(6, (reasoned[6] ?? "").replace("开工", "待填写（2）"));
    expect(refusal(coded.join("\n"))).toBe("accepted");
    expect(refusal(coded.with(17, opened(18)[17] ?? "").join("\n"))).toBe(
      'source.yaml:7 enums.Stage.values.OPEN.title: expected a title in Chinese of what is classified, got "待填写（2）"',
    );
    expect(refusal(reasoned.with(16, (reasoned[16] ?? "").replace("编号", "待填写（bh）")).join("\n"))).toBe(
      'source.yaml:17 types.Plan.fields.number: expected a title in Chinese of what is classified, got "待填写（bh）"',
    );
  });
});

test("lists and entries lead to shared fields of their type, and a list needs a division", () => {
  const more = (text: string): string => refusal(`${LINES.join("\n")}\n${text}`);
  const list = "    lists: { plans: { title: 计划, level: L1, share: CONDITIONAL, filters: ";
  expect(more(`${list}{ stage: { field: stage, compare: equal, title: 阶段 } } } }`)).toBe("accepted");
  expect(more(`${list}{ amount: { field: amount, compare: equal, title: 投资 } } } }`)).toBe(
    'source.yaml:21 types.Plan.lists.plans.filters.amount.field: expected a shared field of this type, got "amount"',
  );
  expect(more("    entries: { Person: { plans: { field: stage, title: 计划, level: L2, share: CONDITIONAL } } }")).toBe(
    'source.yaml:21 types.Plan.entries.Person.plans.field: expected a shared field of type Person, got "stage"',
  );
  const undivided = LINES.with(14, "    division: { none: 全市一张表 }").join("\n");
  expect(refusal(`${undivided}\n${list}{} } }`)).toBe(
    'source.yaml:21 types.Plan.lists.plans: expected a division column: a list is asked by division, got "全市一张表"',
  );
});

test("every source of this hub is read", () => {
  expect(sourceNames()).toContain("medical-insurance");
  for (const name of sourceNames()) expect(readSource(name).source).toBe(name);
});
