import { builder, internal } from "../builder.ts";
import type { Argument, Raw } from "./arguments.ts";
import { perform } from "./perform.ts";
import type { PersonStep } from "./step.ts";

const isChosen = ({ when }: PersonStep, raw: Raw): boolean =>
  Object.entries(when).every(([name, value]) => raw[name] === value);

const addField = (name: string, steps: readonly [PersonStep, ...PersonStep[]]): void => {
  const [{ type, description, args }] = steps;
  builder.mutationField(name, (t) => {
    // Pothos infers types from literals; the declarations of the steps hold them here.
    const argument = ({ type: of, required, description: words }: Argument<unknown>) =>
      t.arg({ type: of as "String", required, description: words });
    return t.field({
      type: type as "String",
      description,
      ...internal,
      args: Object.fromEntries(Object.entries(args).map(([key, value]) => [key, argument(value)])),
      resolve: (_, raw, context) => {
        const step = steps.find((candidate) => isChosen(candidate, raw));
        if (step === undefined) throw new Error(`${name}: no step for these arguments`);
        return perform(context, step, raw) as Promise<string>;
      },
    });
  });
};

/**
 * Adds a mutation field for every step, or for the two of which its arguments choose one.
 * @throws when two steps of one mutation differ in their arguments, words or type
 */
export function addMutationFields(steps: readonly PersonStep[]): void {
  const fields = new Map<string, [PersonStep, ...PersonStep[]]>();
  for (const step of steps) {
    const others = fields.get(step.mutation);
    if (others === undefined) fields.set(step.mutation, [step]);
    else others.push(step);
  }
  for (const [name, [first, ...others]] of fields) {
    const same = others.every(
      ({ type, description, args }) =>
        type === first.type &&
        description === first.description &&
        Object.keys(args).join() === Object.keys(first.args).join(),
    );
    if (!same) throw new Error(`${name}: its steps are declared differently`);
    addField(name, [first, ...others]);
  }
}
