import { describe, expect, test } from '@jest/globals';
import { type ProtoNode, trimProtos } from './trim-protos.ts';

const PROTOS: ProtoNode = {
  nested: {
    acme: {
      options: { java_package: 'acme' },
      nested: {
        Shop: {
          methods: {
            Order: { requestType: 'OrderRequest', responseType: '.acme.Receipt' },
            Cancel: { requestType: 'CancelRequest', responseType: 'Receipt' },
          },
        },
        Other: { methods: { Ask: { requestType: 'CancelRequest', responseType: 'Receipt' } } },
        OrderRequest: {
          fields: {
            item: { type: 'Item', id: 1 },
            count: { type: 'int32', id: 2 },
            byName: { keyType: 'string', type: 'Size', id: 3 },
          } as never,
          nested: {
            Item: { fields: { self: { type: 'Item' }, name: { type: 'string' } } },
            Unused: { fields: {} },
          },
        },
        Item: { fields: { outer: { type: 'string' } } },
        Size: { values: { SMALL: 0 } },
        CancelRequest: { fields: { size: { type: 'Size' } } },
        Receipt: { fields: { at: { type: 'common.Time' } } },
        common: { nested: { Time: { fields: {} }, Space: { fields: {} } } },
      },
    },
  },
};

describe('trimProtos', () => {
  const trimmed = trimProtos(PROTOS, { 'acme.Shop': ['Order'] });
  const names = (node: ProtoNode | undefined) => Object.keys(node?.nested ?? {});
  const acme = trimmed.nested?.acme;

  test('keeps the calls that are named, and no other of their service', () => {
    expect(Object.keys(acme?.nested?.Shop?.methods ?? {})).toEqual(['Order']);
  });

  test('keeps what they are made of, over any number of steps, and nothing else', () => {
    expect(names(acme)).toEqual(['Shop', 'OrderRequest', 'Size', 'Receipt', 'common']);
    expect(names(acme?.nested?.common)).toEqual(['Time']);
  });

  test('takes a name for the innermost type of that name', () => {
    expect(names(acme?.nested?.OrderRequest)).toEqual(['Item']);
    expect(acme?.nested?.OrderRequest?.nested?.Item).toEqual(
      PROTOS.nested?.acme?.nested?.OrderRequest?.nested?.Item,
    );
  });

  test('leaves what is kept as it was', () => {
    expect(acme?.nested?.OrderRequest?.fields).toBe(PROTOS.nested?.acme?.nested?.OrderRequest?.fields);
    expect(acme?.nested?.Size).toEqual({ values: { SMALL: 0 } });
  });

  test('refuses a call that is not defined', () => {
    expect(() => trimProtos(PROTOS, { 'acme.Shop': ['Return'] })).toThrow('acme.Shop has no method Return');
    expect(() => trimProtos(PROTOS, { 'acme.Store': ['Order'] })).toThrow('acme.Store has no method Order');
  });
});
