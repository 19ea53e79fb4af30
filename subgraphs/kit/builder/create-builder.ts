import SchemaBuilder from "@pothos/core";
import DirectivesPlugin from "@pothos/plugin-directives";
import FederationPlugin from "@pothos/plugin-federation";
import PrismaPlugin from "@pothos/plugin-prisma";
import RelayPlugin from "@pothos/plugin-relay";
import { GraphQLScalarType } from "graphql";
import { GraphQLJSON } from "graphql-scalars";
import type { HubTypes } from "./builder-types.ts";
import { open } from "../item.ts";
import {
  citizenNumberScalar,
  creditCodeScalar,
  dateScalar,
  dateTimeScalar,
  divisionCodeScalar,
  fenScalar,
  yearMonthScalar,
} from "./scalars.ts";

/** A datamodel without models, for a subgraph that reads its data without Prisma. */
const NO_MODELS = { datamodel: { models: {}, enums: {}, types: {} } };

const page = { ...open(), nullable: true } as const;

/**
 * The builder of one department's schema, with the hub's scalars. Descriptions of models and fields come from the
 * comments in schema.prisma.
 * @param datamodel what the Pothos generator wrote for the department's Prisma schema; a subgraph without
 *   Prisma has none
 */
export function createBuilder<Database, PrismaTypes extends object>(
  datamodel: { readonly datamodel: unknown } = NO_MODELS,
) {
  const builder = new SchemaBuilder<HubTypes<Database, PrismaTypes>>({
    plugins: [DirectivesPlugin, RelayPlugin, PrismaPlugin, FederationPlugin],
    prisma: {
      // The generic client is the department's own; Pothos only asks for it when it loads by itself, which we never do.
      client: (context: HubTypes<Database, PrismaTypes>["Context"]) => context.database as never,
      dmmf: datamodel,
      exposeDescriptions: true,
    },
    relay: {
      cursorType: "String",
      pageInfoTypeOptions: { shareable: true, description: "翻页信息" },
      defaultConnectionTypeOptions: { description: "分页列表" },
      defaultEdgeTypeOptions: { description: "列表中的一项" },
      cursorFieldOptions: { ...open(), description: "本项的游标" },
      nodeFieldOptions: { ...page, description: "本项内容" },
      edgesFieldOptions: { ...page, description: "本页各项" },
      pageInfoFieldOptions: { ...open(), nullable: false, description: "翻页信息" },
      hasNextPageFieldOptions: { ...open(), nullable: false, description: "是否有下一页" },
      hasPreviousPageFieldOptions: { ...open(), nullable: false, description: "是否有上一页" },
      startCursorFieldOptions: { ...open(), nullable: true, description: "本页首项游标" },
      endCursorFieldOptions: { ...open(), nullable: true, description: "本页末项游标" },
      firstArgOptions: { description: "自前向后每页条数，1 至 200，默认 20" },
      lastArgOptions: { description: "自后向前每页条数，1 至 200" },
      afterArgOptions: { description: "从该游标之后开始" },
      beforeArgOptions: { description: "到该游标之前为止" },
      nodeQueryOptions: false,
      nodesQueryOptions: false,
    },
  } as never);
  builder.queryType({ description: "查询入口" });
  builder.addScalarType("Date", dateScalar);
  builder.addScalarType("DateTime", dateTimeScalar);
  builder.addScalarType("JSON", new GraphQLScalarType({ ...GraphQLJSON.toConfig(), description: "JSON 值" }));
  builder.addScalarType("Fen", fenScalar);
  builder.addScalarType("YearMonth", yearMonthScalar);
  builder.addScalarType("DivisionCode", divisionCodeScalar);
  builder.addScalarType("CitizenNumber", citizenNumberScalar);
  builder.addScalarType("CreditCode", creditCodeScalar);
  return builder;
}
