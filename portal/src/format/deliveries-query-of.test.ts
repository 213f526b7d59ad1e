import { expect, test } from '@jest/globals';
import { deliveriesQuery } from '../../../functions/shared/portal/schemas/delivery-log.ts';
import { DELIVERY_FILTERS, deliveriesQueryOf } from './deliveries-query-of.ts';

test('the API is asked with the filters and the cursor, and with nothing that is only the page', () => {
  const params = new URLSearchParams('outcome=failure&entry=7&cursor=abc&event=&x=1&direction=incoming');
  expect(deliveriesQueryOf(params)).toBe('direction=incoming&outcome=failure&cursor=abc');
});

test('the page has every filter of the API', () => {
  expect([...DELIVERY_FILTERS, 'limit', 'cursor'].toSorted()).toEqual(
    Object.keys(deliveriesQuery).toSorted(),
  );
});
