import { expect, test } from "@jest/globals";
import { randomText } from "./random-text.ts";
import { startTrace } from "./trace.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";

test("S17: a caller's trace is linked, and a new one starts: an id that a caller chose is in no record", () => {
  const trace = startTrace(`00-${traceId}-b7ad6b7169203331-01`);
  expect(trace).toMatchObject({ linked: { traceId, spanId: "b7ad6b7169203331" }, sampled: true });
  expect(trace.traceId).toMatch(/^(?!0af76519)[0-9a-f]{32}$/);
  expect(trace.traceparent).toBe(`00-${trace.traceId}-${trace.spanId}-01`);
});

test("keeps the caller's decision not to sample", () => {
  expect(startTrace(`00-${traceId}-b7ad6b7169203331-00`)).toMatchObject({ sampled: false });
});

test("a later version of the header is read as this one", () => {
  expect(startTrace(`cc-${traceId}-b7ad6b7169203331-01-what-the-future`)).toMatchObject({ linked: { traceId } });
});

test.each([
  undefined,
  null,
  "",
  "nonsense",
  `ff-${traceId}-b7ad6b7169203331-01`,
  `00-${"0".repeat(32)}-b7ad6b7169203331-01`,
  `00-${traceId}-${"0".repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-b7ad6b7169203331-01`,
  `00-${traceId}-b7ad6b7169203331-01\r\nx: y`,
])("%p is linked to nothing", (header) => {
  const trace = startTrace(header);
  expect(trace.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect(trace.linked).toBeUndefined();
});

test("ids do not repeat, whatever the pool holds", () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => randomText(index % 3 === 0 ? 16 : 8, "hex"));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^[0-9a-f]+$/.test(id) && [16, 32].includes(id.length))).toBe(true);
});
