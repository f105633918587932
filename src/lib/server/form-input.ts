import type { z } from 'zod';

/** The fields of a form: the text of each name, all texts of a name, and the file that was chosen under a name. */
export type Sent = {
  values: Record<string, string>;
  all: (name: string) => string[];
  file: (name: string) => File | null;
};

type Schema = z.core.$ZodType;

/** The schema of what is sent: within defaults, within what makes it optional, before it is transformed. What reads the text itself first is its own. */
function innermost(schema: Schema): Schema {
  const { def } = schema._zod as { def: { innerType?: Schema; in?: Schema } };
  const inner = def.innerType ?? def.in;
  return inner && inner._zod.def.type !== 'transform' ? innermost(inner) : schema;
}

/** The fields of an object, of both sides of an intersection; null of what has none by name. */
function shapeOf(schema: Schema): Record<string, Schema> | null {
  const { def } = innermost(schema)._zod as {
    def: { type: string; shape?: Record<string, Schema>; left?: Schema; right?: Schema };
  };
  if (def.shape) return def.shape;
  if (!def.left || !def.right) return null;
  const [left, right] = [shapeOf(def.left), shapeOf(def.right)];
  return left && right && { ...left, ...right };
}

const acceptsNothing = (schema: Schema) => (schema as unknown as z.ZodType).safeParse(undefined).success;

/**
 * A procedure's input out of a form and the parameters of its page's address, which win. Each field of the schema takes the text of its
 * name. A list takes all texts of its name, or of its name in the singular (`uploads` of `upload`), and is left out where none came and
 * the schema does without. A schema without named fields gets everything.
 */
export function inputOf(
  schemas: readonly Schema[],
  { values, all }: Pick<Sent, 'values' | 'all'>,
  params: Record<string, string | undefined>,
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const schema of schemas) {
    const shape = shapeOf(schema);
    if (!shape) return { ...values, ...params };
    for (const [name, field] of Object.entries(shape)) {
      if (innermost(field)._zod.def.type === 'array') {
        const texts = [...all(name), ...(name.endsWith('s') ? all(name.slice(0, -1)) : [])];
        if (texts.length > 0 || !acceptsNothing(field)) input[name] = texts;
      } else {
        const text = params[name] ?? values[name];
        if (text !== undefined) input[name] = text;
      }
    }
  }
  return input;
}
