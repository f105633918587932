/** How a form's fields become the input of a procedure. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { inputOf } from '$lib/server/form-input';

const sent = (...fields: [name: string, text: string][]) => ({
  values: Object.fromEntries(fields),
  all: (name: string) => fields.filter(([given]) => given === name).map(([, text]) => text),
});

describe('the input of a procedure out of a form', () => {
  const schema = z.object({
    ticketId: z.string(),
    body: z.string().default(''),
    uploads: z.array(z.string()).default([]),
    sections: z.array(z.string()),
    labels: z.preprocess((text) => String(text).split(','), z.array(z.string())),
  });

  test('takes the text of each field of the schema, and no other', () => {
    expect(inputOf([schema], sent(['body', 'Hello'], ['other', 'x']), {})).toEqual({
      body: 'Hello',
      sections: [],
    });
  });

  test('takes the parameters of the address before a field of the same name', () => {
    expect(inputOf([schema], sent(['ticketId', 'forged']), { ticketId: 'of the page' })).toMatchObject({
      ticketId: 'of the page',
    });
  });

  test('takes all texts of a list, by its name or in the singular', () => {
    const fields = sent(['upload', 'a'], ['upload', 'b'], ['sections', 'tickets']);
    expect(inputOf([schema], fields, {})).toEqual({ uploads: ['a', 'b'], sections: ['tickets'] });
  });

  test('leaves an empty list out where the schema does without, and sends it where it does not', () => {
    expect(inputOf([schema], sent(), {})).toEqual({ sections: [] });
  });

  test('leaves a text to the schema that reads it itself, though a list comes of it', () => {
    expect(inputOf([schema], sent(['labels', 'a, b']), {})).toMatchObject({ labels: 'a, b' });
  });

  test('knows the fields within defaults, refinements, transformations and intersections', () => {
    const wrapped = z
      .intersection(schema, z.object({ minutes: z.string().optional() }))
      .transform((input) => input)
      .optional();
    expect(inputOf([wrapped], sent(['minutes', '30'], ['upload', 'a'], ['other', 'x']), {})).toEqual({
      minutes: '30',
      uploads: ['a'],
      sections: [],
    });
  });

  test('gives everything to a schema without named fields, or that reads the form itself', () => {
    const fields = sent(['a', '1'], ['b', '2']);
    expect(inputOf([z.record(z.string(), z.string())], fields, { id: '3' })).toEqual({
      a: '1',
      b: '2',
      id: '3',
    });
    const own = z.preprocess((input) => input, z.object({ a: z.string() }));
    expect(inputOf([own], fields, {})).toEqual({ a: '1', b: '2' });
  });

  test('merges the fields of several schemas', () => {
    const [one, two] = [z.object({ a: z.string() }), z.object({ b: z.string() })];
    expect(inputOf([one, two], sent(['a', '1'], ['b', '2'], ['c', '3']), {})).toEqual({ a: '1', b: '2' });
  });
});
