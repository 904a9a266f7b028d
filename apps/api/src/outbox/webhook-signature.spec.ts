import { Webhook } from 'standardwebhooks';
import { signedHeaders } from './webhook-signature.js';

const [ONE, TWO] = [1, 2].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`);

describe(signedHeaders.name, () => {
  const body = JSON.stringify({ type: 'keyword', data: { text: 'Grüße 😀' } });
  const headersOf = (...secrets: string[]) => signedHeaders({ id: 'm-1', sentAt: Date.now(), body }, secrets);

  it('signs what the reference implementation verifies', () => {
    expect(new Webhook(ONE ?? '').verify(body, headersOf(ONE ?? ''))).toEqual(JSON.parse(body));
    expect(() => new Webhook(TWO ?? '').verify(body, headersOf(ONE ?? ''))).toThrow('No matching signature');
    expect(() => new Webhook(ONE ?? '').verify(`${body} `, headersOf(ONE ?? ''))).toThrow();
  });

  it('signs with each secret that counts', () => {
    const headers = headersOf(ONE ?? '', TWO ?? '');
    for (const secret of [ONE, TWO]) expect(new Webhook(secret ?? '').verify(body, headers)).toBeDefined();
  });
});
