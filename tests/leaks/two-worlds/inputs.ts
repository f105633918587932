/** Makes inputs for a procedure out of its own zod schema, so that a new one is exercised without being listed. */
import { z } from 'zod';

type JsonSchema = {
  type?: string;
  format?: string;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  default?: unknown;
};

/** Ids by the name of the field that takes them ("projectId"): seen, hidden, foreign, and made up. */
export type Ids = ReadonlyMap<string, readonly string[]>;

/** Words that hidden text contains and visible text does not, and one that both do. */
const words = ['canary', 'a', '', '%', "o'brien"];

/** Every value worth trying for one field. Throws where it can't tell, so that no surface is passed over in silence. */
function valuesOf(name: string, schema: JsonSchema, ids: Ids): unknown[] {
  if (schema.anyOf) return schema.anyOf.flatMap((option) => valuesOf(name, option, ids));
  if (schema.enum) return schema.enum;
  if (schema.format === 'uuid') {
    const known = ids.get(name) ?? [...ids.values()].flat();
    // The name that a form gives its request: any other is as good.
    if (name === 'requestId') return [...known];
    return [...known, '00000000-0000-4000-8000-000000000000'];
  }
  switch (schema.type) {
    case 'null':
      return [null];
    case 'boolean':
      return [true, false];
    case 'integer':
    case 'number':
      return [1, 2, 1000];
    case 'string':
      return schema.format === 'date' ? ['2026-01-01', '2026-12-31'] : words;
    case 'array':
      return [[], ...valuesOf(name.replace(/s$/, ''), schema.items ?? {}, ids).map((value) => [value])];
    case 'object':
      return inputsFrom(schema, ids);
    default:
      throw new Error(`no values are known for the field ${name}: ${JSON.stringify(schema)}`);
  }
}

function inputsFrom(schema: JsonSchema, ids: Ids): Record<string, unknown>[] {
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => ({
    name,
    values: valuesOf(name, field, ids),
    isRequired: (schema.required?.includes(name) ?? false) && field.default === undefined,
    names: field.format === 'uuid',
  }));
  // Required ids in every combination, since what they name may be seen apart and not together; then each other field's values one
  // at a time on top of each.
  let inputs: Record<string, unknown>[] = [{}];
  for (const { name, values, isRequired, names } of fields) {
    const all = names ? values : values.slice(0, 1);
    if (isRequired) inputs = inputs.flatMap((input) => all.map((value) => ({ ...input, [name]: value })));
  }
  const others = fields.flatMap(({ name, values, isRequired, names }) =>
    (isRequired ? (names ? [] : values.slice(1)) : values).map((value) => ({ [name]: value })),
  );
  return inputs.flatMap((input) => [input, ...others.map((other) => ({ ...input, ...other }))]);
}

/** One request for each record: the first that is sent about it is done, and no other record's request has been sent before. */
function aboutItsRecord(input: Record<string, unknown>): Record<string, unknown> {
  const { requestId, ticketId, taskId } = input;
  const record = ticketId ?? taskId;
  if (typeof requestId !== 'string' || typeof record !== 'string') return input;
  return { ...input, requestId: requestId.slice(0, -12) + record.slice(-12) };
}

/** The inputs of a procedure: `undefined` where it takes none. */
export function inputsOf(schema: z.ZodType | undefined, ids: Ids): unknown[] {
  if (!schema) return [undefined];
  return inputsFrom(z.toJSONSchema(schema, { io: 'input' }) as JsonSchema, ids).map(aboutItsRecord);
}
