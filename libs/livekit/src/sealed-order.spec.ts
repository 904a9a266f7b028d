import type { OperatorOrder } from '#conversation';
import { LivekitConfig } from './livekit.config.js';
import { sealOrder, unsealOrder } from './sealed-order.js';

const config = Object.assign(new LivekitConfig(), { apiSecret: 'a secret that is long enough for HS256' });
const order: OperatorOrder = {
  id: 'order-1',
  sessionId: 'session-1',
  epoch: 1,
  expiresAt: 1_795_252_800_000,
  command: { type: 'say', text: 'We close in ten minutes.' },
};

describe(sealOrder.name, () => {
  it('makes an order that agents with the same secret can open', () => {
    expect(unsealOrder(sealOrder(order, config), config)).toEqual(order);
  });

  it.each([
    ['was changed', (sealed: string) => sealed.replace('ten', 'two')],
    [
      'was sealed with another secret',
      () => sealOrder(order, Object.assign(new LivekitConfig(), { apiSecret: 'x' })),
    ],
    ['has no seal', () => JSON.stringify({ order: JSON.stringify(order), seal: '' })],
    ['is no JSON', () => 'say something'],
  ])('is not opened when it %s', (_, change) => {
    expect(unsealOrder(change(sealOrder(order, config)), config)).toBeUndefined();
  });

  it('is not opened when what was sealed is no order', () => {
    expect(unsealOrder(sealOrder({ ...order, epoch: 0 }, config), config)).toBeUndefined();
  });
});
