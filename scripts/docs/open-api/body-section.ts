import type { JsonObject, JsonValue } from '../../../functions/shared/core/json/json-value.ts';
import { anchorOf, type DocumentParts, nameOf, resolve } from './document-parts.ts';
import { fieldsOf, fieldsTable } from './fields-table.ts';

/** Says what a body is made of. What has been said of a schema is not said again: `told` remembers it. */
export class BodySections {
  readonly #document: DocumentParts;
  readonly #told = new Map<string, string[]>();

  constructor(document: DocumentParts) {
    this.#document = document;
  }

  /** The fields of a named schema, or where they are listed. */
  describe(reference: JsonObject): string {
    const name = nameOf(reference);
    if (name === undefined) return '';
    if (this.#told.has(name)) return `Fields: [${name}](#${anchorOf(name)}).`;
    const schema = resolve(this.#document, reference);
    if (Array.isArray(schema.oneOf) && schema.discriminator) return this.#options(name, schema.oneOf);
    if (isPage(schema)) return this.#page(schema);
    const fields = fieldsOf(this.#document, schema);
    const names = fields.map((field) => field.name);
    const known = this.#knownPart(names);
    this.#told.set(name, names);
    const heading = `#### ${name}\n\n${schema.description ?? ''}`;
    if (known === undefined) return `${heading}\n\n${fieldsTable(fields)}`;
    const own = fields.filter((field) => !(this.#told.get(known) ?? []).includes(field.name));
    const required = fields.filter((field) => field.required).map((field) => `\`${field.name}\``);
    const words = [
      `The fields of [${known}](#${anchorOf(known)}).`,
      required.length > 0 ? `Always there: ${required.join(', ')}.` : 'None of them is required.',
      own.length > 0 ? 'Besides:' : '',
    ];
    const more = own.length > 0 ? `\n\n${fieldsTable(own)}` : '';
    return `${heading}\n\n${words.filter(Boolean).join(' ')}${more}`;
  }

  /** A schema told of before that has most of these fields. */
  #knownPart(names: string[]): string | undefined {
    const candidates = [...this.#told].filter(
      ([, known]) => known.length > 1 && known.every((field) => names.includes(field)),
    );
    return candidates.at(-1)?.[0];
  }

  #page(schema: JsonObject): string {
    const { data } = schema.properties as { data: { items: JsonObject } };
    const name = nameOf(data.items) ?? '';
    const about = 'A page: `{"data": […], "next_cursor": null | "…"}`, each entry';
    if (this.#told.has(name)) return `${about} a [${name}](#${anchorOf(name)}).`;
    return `${about} as follows.\n\n${this.describe(data.items)}`;
  }

  #options(name: string, options: JsonValue[]): string {
    this.#told.set(name, []);
    const schemas = options.map((option) => resolve(this.#document, option));
    const rows = schemas.map((schema) => {
      const { event, links, required } = this.#option(schema);
      return `| \`${event}\` | ${schema.description} | ${links.join(', ')}${required} |`;
    });
    const table = ['| `event` | what it asks for | fields besides |', '|---|---|---|', ...rows].join('\n');
    const [envelope] = (schemas[0]?.allOf ?? []) as JsonObject[];
    if (envelope) return `${this.describe(envelope)}\n\n${table}`;
    return schemas
      .map(
        (schema) =>
          `**\`${this.#option(schema).event}\`**: ${schema.description}\n\n${fieldsTable(fieldsOf(this.#document, schema))}`,
      )
      .join('\n\n');
  }

  /** What makes one option out: the event, and where its fields are listed. */
  #option(schema: JsonObject) {
    const parts = (schema.allOf ?? [schema]) as JsonObject[];
    const last = parts.at(-1) as { properties: { event: JsonObject }; required: string[] };
    const links = parts.slice(1).flatMap((part) => {
      const name = nameOf(part);
      return name === undefined ? [] : [`[${name}](#${anchorOf(name)})`];
    });
    const ids = last.required.filter((field) => field !== 'event').map((field) => `\`${field}\``);
    const required = ids.length > 0 ? `${links.length > 0 ? ', with ' : ''}${ids.join(', ')}` : '';
    return { event: last.properties.event.const, links, required };
  }
}

function isPage({ properties }: JsonObject): boolean {
  return properties !== undefined && 'next_cursor' in (properties as JsonObject);
}
