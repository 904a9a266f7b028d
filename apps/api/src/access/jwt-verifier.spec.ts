import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import { AccessConfig } from './access.config.js';
import { JwtVerifier } from './jwt-verifier.js';

const SECRET = 'a secret of the tests, more than 32 bytes long';
const bytes = (text: string) => new TextEncoder().encode(text);

function verifier(config: Partial<AccessConfig>): JwtVerifier {
  return new JwtVerifier(Object.assign(new AccessConfig(), config));
}

function signed(claims: JWTPayload, secret = SECRET, alg = 'HS256'): Promise<string> {
  return new SignJWT({ sub: 'asha', ...claims })
    .setProtectedHeader({ alg })
    .setExpirationTime(claims.exp ?? '1h')
    .sign(bytes(secret));
}

describe(JwtVerifier.name, () => {
  describe('with a secret', () => {
    const jwts = verifier({ jwtSecret: SECRET, jwtAudience: 'parley', jwtIssuer: 'https://id.example' });
    const good = { aud: 'parley', iss: 'https://id.example' };

    it('knows the caller by subject, tenant and scopes', async () => {
      const token = await signed({ ...good, tenant: 'acme', scope: 'openid read session' });
      await expect(jwts.verify(token)).resolves.toEqual({
        kind: 'jwt',
        tenantId: 'acme',
        scopes: ['read', 'session'],
        keyName: 'jwt:asha',
      });
    });

    it.each([
      ['no scope at all', {}, ['session']],
      ['a list', { scopes: ['operate', 'admin'] }, ['operate', 'admin']],
      ['the scopes of others', { scope: 'openid profile' }, []],
    ])('reads %s', async (_, claims, scopes) => {
      const caller = await jwts.verify(await signed({ ...good, ...claims }));
      expect(caller).toMatchObject({ tenantId: 'default', scopes });
    });

    it('says that a token has expired', async () => {
      const exp = Math.floor(Date.now() / 1_000) - 60;
      await expect(jwts.verify(await signed({ ...good, exp }))).rejects.toMatchObject({
        code: 'token_expired',
        status: 401,
      });
    });

    it('refuses what is forged or not meant for us', async () => {
      const noExp = new SignJWT({ sub: 'asha', ...good }).setProtectedHeader({ alg: 'HS256' });
      const unsigned = new UnsecuredJWT({ sub: 'asha', ...good }).setExpirationTime('1h').encode();
      const [header, payload] = (await signed(good)).split('.');
      const refused = [
        await signed(good, 'another secret of the tests, just as long'),
        await signed(good, SECRET.repeat(2), 'HS512'),
        await signed({ ...good, aud: 'billing' }),
        await signed({ ...good, iss: 'https://evil.example' }),
        await signed({ ...good, nbf: Math.floor(Date.now() / 1_000) + 600 }),
        await signed({ ...good, sub: '' }),
        await signed({ ...good, tenant: 7 }),
        await noExp.sign(bytes(SECRET)),
        unsigned,
        `${header}.${payload}.`,
        'not.a.token',
      ];
      for (const token of refused) {
        await expect(jwts.verify(token)).rejects.toMatchObject({ code: 'token_refused', status: 401 });
      }
    });
  });

  describe('with the keys of an identity provider', () => {
    let server: Server;
    let jwksUrl: string;
    let key: { publicKey: CryptoKey; privateKey: CryptoKey };
    let served: { keys: JWK[] };
    let reads = 0;
    let status = 200;

    beforeAll(async () => {
      key = await generateKeyPair('ES256', { extractable: true });
      served = { keys: [{ ...(await exportJWK(key.publicKey)), kid: 'k1', alg: 'ES256' }] };
      server = createServer((_, response) => {
        reads += 1;
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(served));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
    });
    beforeEach(() => {
      reads = 0;
      status = 200;
    });
    afterAll(() => new Promise((resolve) => server.close(resolve)));

    const byProvider = (kid = 'k1') =>
      new SignJWT({ sub: 'asha' })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setExpirationTime('1h')
        .sign(key.privateKey);

    it('reads the keys once for all who come at once', async () => {
      const jwts = verifier({ jwksUrl });
      const token = await byProvider();
      const callers = await Promise.all(Array.from({ length: 50 }, () => jwts.verify(token)));
      expect(new Set(callers.map(({ keyName }) => keyName))).toEqual(new Set(['jwt:asha']));
      expect(reads).toBe(1);
    });

    it('does not take the public key for a secret', async () => {
      const spki = await exportSPKI(key.publicKey);
      const jwts = verifier({ jwksUrl, jwtSecret: SECRET });
      await expect(jwts.verify(await signed({}, spki))).rejects.toMatchObject({ code: 'token_refused' });
      await expect(jwts.verify(await signed({}))).resolves.toMatchObject({ keyName: 'jwt:asha' });
      await expect(jwts.verify(await byProvider())).resolves.toMatchObject({ keyName: 'jwt:asha' });
    });

    it('does not ask again for every key that nobody knows', async () => {
      const jwts = verifier({ jwksUrl });
      for (let count = 0; count < 5; count++) {
        await expect(jwts.verify(await byProvider('made-up'))).rejects.toMatchObject({
          code: 'token_refused',
        });
      }
      expect(reads).toBe(1);
    });

    it('says that it is not the caller when the keys cannot be read', async () => {
      status = 500;
      await expect(verifier({ jwksUrl }).verify(await byProvider())).rejects.toMatchObject({
        code: 'signing_keys_unavailable',
        status: 503,
        retryAfterSeconds: 5,
      });
    });
  });
});
