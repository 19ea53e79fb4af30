import { approvedOf, sha256Of } from "../catalogue/source-items.ts";
import { unknownCoordinates } from "../errors.ts";
import { loadSource, sourceMatter } from "../matters/source.ts";
import { JoinedSource } from "../types/source.ts";
import { coordinate, document, list, name, text, whole } from "../workflow/arguments.ts";
import { beginningsOf, movesOf } from "../workflow/declare.ts";
import { named, type StepContext } from "../workflow/step.ts";
import { owner } from "../workflow/transition.ts";

/** Characters of a source.yaml, at most. */
export const MOST_OF_FILE = 1_000_000;

const MOST_FIELDS = 5_000;

const sourceStep = movesOf(sourceMatter, {
  type: JoinedSource,
  target: { source: name("接入系统标识") },
  load: (tx, { source }) => loadSource(tx, source),
  result: (tx, row) => loadSource(tx, row.name),
  tells: ({ owner: of }) => ({ owner: of }),
});

const by = ({ actor, now }: StepContext) => ({ stateBy: actor.officer, stateAt: now });

/** Steps of an old system (接入系统) that its owner takes alone: none of them has anything given that was not. */
export const SOURCE_STEPS = named({
  CONNECT_SOURCE: beginningsOf(
    sourceMatter,
    JoinedSource,
  )({
    mutation: "connectSource",
    description: "数据责任人登记本部门接入的系统；尚无任何字段可提供",
    article: 13,
    to: "CONNECTED",
    by: [owner],
    args: { source: name("接入系统标识，即其 source.yaml 所在文件夹之名"), title: text("名称", 200) },
    load: async (tx, { source }, { department }) => ({
      department,
      known: await tx.joinedSource.count({ where: { name: source } }),
    }),
    sides: ({ department }) => ({ consumer: null, provider: department }),
    effect: (context, { source, title }, { known }) => {
      const { actor, now, refusal } = context;
      if (known > 0) throw refusal("there is a source of this name already", "已有此标识的接入系统");
      const made = { name: source, title, owner: actor.department, connectedBy: actor.officer, connectedAt: now };
      return { ...made, ...by(context) };
    },
    tells: ({ owner: of, title }) => ({ owner: of, title }),
  }),
  PROFILE_SOURCE: sourceStep({
    mutation: "profileSource",
    description: "数据责任人登记探查所得的 source.yaml；只记其散列与尚未分类的字段数",
    article: 13,
    from: ["CONNECTED", "PROFILED"],
    to: "PROFILED",
    by: [owner],
    args: {
      file: document("source.yaml 全文", MOST_OF_FILE),
      unclassified: whole("尚未分类的字段数", 0, MOST_FIELDS),
    },
    effect: (context, { file, unclassified }) => ({ fileSha256: sha256Of(file), unclassified, ...by(context) }),
    tells: (_, { file, unclassified }) => ({ fileSha256: sha256Of(file), unclassified }),
  }),
  DEGRADE_SOURCE: sourceStep({
    mutation: "reportSourceDrift",
    description: "数据责任人报告系统已与其描述不符：所涉字段无值可提供，直至恢复或者其变更获批准",
    article: 17,
    from: ["PUBLISHED", "DEGRADED"],
    to: "DEGRADED",
    by: [owner],
    args: {
      coordinates: list(coordinate(), "所涉的字段坐标", MOST_FIELDS),
      reason: text("与描述不符的情况，不写任何值", 500),
    },
    effect: async (context, { coordinates, reason }, { name: source }) => {
      const known = new Set((await approvedOf(context.tx, source))?.map((item) => item.coordinate));
      const unknown = coordinates.filter((one) => !known.has(one));
      if (unknown.length > 0 || coordinates.length === 0) throw unknownCoordinates(unknown);
      return { drifted: [...new Set(coordinates)].sort(), driftReason: reason, ...by(context) };
    },
    tells: (_, { coordinates }) => ({ coordinates }),
  }),
  RESTORE_SOURCE: sourceStep({
    mutation: "restoreSource",
    description: "数据责任人报告系统已恢复，与其描述相符",
    article: 17,
    from: ["DEGRADED"],
    to: "PUBLISHED",
    by: [owner],
    effect: (context) => ({ drifted: [], driftReason: null, ...by(context) }),
  }),
});
