import type { Interim } from '#conversation';
import type { StoredEvent } from '#store';
import { InterimOrder } from './interim-order.js';

const interim = (epoch: number, number: number, afterSourceSeq: number, role: Interim['role'] = 'user') => ({
  ...{ sessionId: 's', epoch, number, afterSourceSeq, role },
  ...{ text: 'find me', participant: null, at: '2026-01-15T12:00:00.000Z' },
});

const message = (epoch: number, sourceSeq: number, role: Interim['role'] = 'user'): StoredEvent => ({
  ...{ tenantId: 'acme', conversationId: 'c', sessionId: 's', id: `e${sourceSeq}`, seq: sourceSeq },
  ...{ epoch, sourceSeq, type: 'message.added', v: 1, at: '2026-01-15T12:00:00.000Z' },
  payload: { role, text: 'find me a package' },
});

describe(InterimOrder.name, () => {
  let order: InterimOrder;
  beforeEach(() => (order = new InterimOrder()));

  it('lets each through once, and none after a newer one', () => {
    expect(order.isNews(interim(1, 1, 0))).toBe(true);
    expect(order.isNews(interim(1, 1, 0))).toBe(false);
    expect(order.isNews(interim(1, 3, 0))).toBe(true);
    expect(order.isNews(interim(1, 2, 0))).toBe(false);
  });

  it('lets none through after the message that it became, however late it comes', () => {
    order.told([message(1, 5)]);
    expect(order.isNews(interim(1, 1, 4))).toBe(false);
    expect(order.isNews(interim(1, 2, 4, 'agent'))).toBe(true);
    expect(order.isNews(interim(1, 3, 5))).toBe(true);
  });

  it('goes by the newest message, whatever comes late', () => {
    order.told([message(1, 9), message(1, 5)]);
    expect(order.isNews(interim(1, 1, 7))).toBe(false);
  });

  it('lets none of an older claim through once a newer one has spoken', () => {
    expect(order.isNews(interim(2, 1, 0))).toBe(true);
    expect(order.isNews(interim(1, 9, 9))).toBe(false);
    order.told([message(3, 1)]);
    expect(order.isNews(interim(2, 2, 9))).toBe(false);
    expect(order.isNews(interim(3, 1, 1))).toBe(true);
  });
});
