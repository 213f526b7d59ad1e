import { type TProperties, type TSchema, Type } from 'typebox';

/** A moment: RFC 3339 in UTC, with milliseconds. */
export const time = (description: string) => Type.String({ format: 'date-time', description });
export const text = (description: string) => Type.String({ description });
export const flag = (description: string) => Type.Boolean({ description });
export const count = (description: string) => Type.Integer({ minimum: 0, description });

export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** One of several words. */
export const oneOf = <const T extends readonly string[]>(words: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...words], description });

/** An answer: all of its fields, and no others. */
export const answer = <T extends TProperties>(properties: T, description: string) =>
  Type.Object(properties, { additionalProperties: false, description });

/** What a caller sends: a field that is not known is refused, as it would be passed over in silence. */
export const request = <T extends TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

/** One page of a list. */
export const page = <T extends TSchema>(entry: T, description: string) =>
  answer(
    {
      data: Type.Array(entry),
      next_cursor: orNull(text('What to ask for the next page with; null on the last.')),
    },
    description,
  );

/** What `?limit=` and `?cursor=` may be. */
export const pageQuery = {
  limit: Type.Optional(
    Type.String({ pattern: '^(?:[1-9][0-9]?|100)$', description: '1 to 100; 25 if not said.' }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 2048, description: 'The `next_cursor` of the page before.' }),
  ),
};
