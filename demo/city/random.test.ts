import { expect, test } from "@jest/globals";
import { createRandom } from "./random.ts";

test("the same labels give the same stream, others another one", () => {
  const draw = (seed: number, label: string): readonly number[] => {
    const random = createRandom(seed, label, 1);
    return [random.between(1, 1_000_000), random.between(1, 1_000_000), random.between(1, 1_000_000)];
  };
  expect(draw(4111, "village")).toEqual([286036, 796770, 740903]);
  expect(draw(4111, "village")).toEqual(draw(4111, "village"));
  expect(draw(4111, "family")).not.toEqual(draw(4111, "village"));
  expect(draw(4112, "village")).not.toEqual(draw(4111, "village"));
});

test("draws are uniform, normal and within their bounds", () => {
  const random = createRandom(1, "statistics");
  const uniform = Array.from({ length: 20_000 }, () => random.next());
  expect(uniform.reduce((sum, value) => sum + value, 0) / uniform.length).toBeCloseTo(0.5, 1);
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...uniform)).toBeLessThan(1);
  const dice = Array.from({ length: 6_000 }, () => random.between(1, 6));
  for (const face of [1, 2, 3, 4, 5, 6]) expect(dice.filter((value) => value === face).length).toBeGreaterThan(850);
  const normal = Array.from({ length: 20_000 }, () => random.normal());
  const variance = normal.reduce((sum, value) => sum + value * value, 0) / normal.length;
  expect(variance).toBeCloseTo(1, 1);
});
