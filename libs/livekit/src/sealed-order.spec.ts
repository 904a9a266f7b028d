import { randomBytes } from 'node:crypto';
import type { OperatorOrder } from '#conversation';
import { LivekitConfig } from './livekit.config.js';
import { sealOrder, unsealOrder } from './sealed-order.js';

const CALL_MAX_BYTES = 15_360;
const TEXT_MAX_BYTES = 8_000;

const config = Object.assign(new LivekitConfig(), { apiSecret: 'a secret that is long enough for HS256' });
const another = Object.assign(new LivekitConfig(), { apiSecret: 'another secret' });

function order(text: string): OperatorOrder {
  return {
    id: 'order-1',
    sessionId: 'session-1',
    epoch: 1,
    expiresAt: 1_795_252_800_000,
    command: { type: 'say', text },
  };
}

describe(sealOrder.name, () => {
  it('makes an order that agents with the same secret can open', () => {
    const given = order('We close in ten minutes.');
    expect(unsealOrder(sealOrder(given, config), config)).toEqual(given);
  });

  it.each([
    ['letters of no order', randomBytes(TEXT_MAX_BYTES / 2).toString('hex')],
    ['quotation marks', '"'.repeat(TEXT_MAX_BYTES)],
    [
      'control characters',
      Buffer.from(randomBytes(TEXT_MAX_BYTES).map((byte) => byte % 32)).toString('latin1'),
    ],
    ['characters of three bytes', '漢字'.repeat(TEXT_MAX_BYTES / 6)],
  ])('fits the longest text into a call: %s', (_, text) => {
    const sealed = sealOrder(order(text), config);
    expect(sealed.length).toBeLessThan(CALL_MAX_BYTES);
    expect(unsealOrder(sealed, config)?.command).toEqual({ type: 'say', text });
  });

  it.each([
    ['was changed', (sealed: string) => `${sealed.slice(0, -1)}A`],
    ['was sealed with another secret', () => sealOrder(order('Hello.'), another)],
    ['has no seal', (sealed: string) => sealed.replace(/^[^.]+/, '')],
    ['has half a seal', (sealed: string) => sealed.slice(32)],
    ['is a text', () => 'say something'],
    ['is empty', () => ''],
  ])('is not opened when it %s', (_, change) => {
    expect(unsealOrder(change(sealOrder(order('Hello.'), config)), config)).toBeUndefined();
  });

  it('is not opened when what was sealed is no order', () => {
    expect(unsealOrder(sealOrder({ ...order('Hello.'), epoch: 0 }, config), config)).toBeUndefined();
  });
});
