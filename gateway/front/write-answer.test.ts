import { expect, test } from "@jest/globals";
import { GraphQLError } from "graphql";
import { hubError } from "../errors.ts";
import { mediaTypeFor, writeAnswer } from "./write-answer.ts";

const OWN = "application/graphql-response+json";
const JSON_TYPE = "application/json";

test.each([
  [null, JSON_TYPE],
  ["*/*", JSON_TYPE],
  [OWN, OWN],
  [`${OWN}, ${JSON_TYPE};q=0.9`, OWN],
  [`${JSON_TYPE}, ${OWN}`, OWN],
  [`${JSON_TYPE}, ${OWN};q=0.5`, JSON_TYPE],
  [`${OWN};q=0, */*`, JSON_TYPE],
  ["application/*", JSON_TYPE],
  ["text/html, application/xml;q=0.9, */*;q=0.8", JSON_TYPE],
  [`${OWN}; charset=utf-8`, OWN],
  [`${OWN}; charset=latin1`, undefined],
  ["text/html", undefined],
  ["application/json;q=x", undefined],
])("a client that accepts %s gets %s", (accept, type) => {
  expect(mediaTypeFor(accept)).toBe(type);
});

const written = (answer: Parameters<typeof writeAnswer>[0], accept = OWN) => {
  const { status, headers, body } = writeAnswer(answer, { header: () => accept });
  return { status, headers, body: body.toString() };
};

test("data is put into the answer as it is, errors before it, extensions behind it", () => {
  const data = Buffer.from('{"名":[1]}');
  expect(written({ data, errors: [new GraphQLError("部分")], extensions: { sharing: 1 } })).toEqual({
    status: 200,
    headers: { "content-type": `${OWN}; charset=utf-8` },
    body: '{"errors":[{"message":"部分"}],"data":{"名":[1]},"extensions":{"sharing":1}}',
  });
  expect(written({ data: null, errors: [] }).body).toBe('{"data":null}');
  expect(written({ errors: [], extensions: { a: 1 } }).body).toBe('{"extensions":{"a":1}}');
});

test("an error's word on HTTP sets status and headers and is not sent; a well-formed request keeps 200 as application/json", () => {
  const http = { status: 429, headers: { "retry-after": "5" } };
  const slow = new GraphQLError("slow", { extensions: { code: "SLOW", http } });
  const unfit = hubError("HUB_INVALID_VARIABLE", { reason: { en: "unfit", zh: "不符" } });
  const { status, headers, body } = written({ errors: [unfit, slow] });
  expect([status, headers["retry-after"]]).toEqual([429, "5"]);
  expect(body).not.toContain("http");
  expect(written({ errors: [unfit] }).status).toBe(400);
  expect(written({ errors: [unfit] }, JSON_TYPE).status).toBe(200);
});

test("a batch is a list, answered 200; what the client cannot read is 406", () => {
  const one = { data: null, errors: [] };
  expect(written({ errors: [], parts: [one, { errors: [new GraphQLError("no")] }] })).toMatchObject({
    status: 200,
    body: '[{"data":null},{"errors":[{"message":"no"}]}]',
  });
  expect(written(one, "text/html")).toMatchObject({ status: 406, body: "" });
});
