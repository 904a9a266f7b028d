import { errors, jwtVerify } from 'jose';
import type { CryptoKey, FlattenedJWSInput, JWSHeaderParameters, JWTPayload, JWTVerifyOptions } from 'jose';
import { z } from 'zod';
import type { AccessConfig } from './access.config.js';
import { TokenExpired, TokenRefused } from './access.errors.js';
import { DEFAULT_TENANT } from './api-key.js';
import { isScope } from './caller.js';
import type { Caller, Scope } from './caller.js';
import { SigningKeys } from './signing-keys.js';

/** Fixed by us and for each kind of key: a token does not choose how it is checked. */
const SECRET_ALGORITHMS = ['HS256'];
const PUBLIC_KEY_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];
const CLOCK_TOLERANCE_S = 5;

const Claims = z.object({
  sub: z.string().min(1).max(256),
  tenant: z.string().min(1).max(256).optional(),
  scope: z.string().optional(),
  scopes: z.union([z.string(), z.array(z.string())]).optional(),
});

/** Callers who show a JWT, signed with our secret or with a key of an identity provider. */
export class JwtVerifier {
  private readonly secret?: Uint8Array;
  private readonly keys?: SigningKeys;
  private readonly wanted: JWTVerifyOptions;

  constructor({ jwtSecret, jwksUrl, jwtAudience, jwtIssuer }: AccessConfig) {
    if (jwtSecret !== undefined) this.secret = new TextEncoder().encode(jwtSecret);
    if (jwksUrl !== undefined) this.keys = new SigningKeys(jwksUrl);
    this.wanted = {
      audience: jwtAudience,
      issuer: jwtIssuer,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_S,
      algorithms: [...(this.secret ? SECRET_ALGORITHMS : []), ...(this.keys ? PUBLIC_KEY_ALGORITHMS : [])],
    };
  }

  /** Whether a credential has the form of a JWT; a key may have it too. */
  static looksLike(credential: string): boolean {
    return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(credential);
  }

  /** @throws TokenExpired @throws TokenRefused @throws SigningKeysUnavailable */
  async verify(token: string): Promise<Caller> {
    const claims = Claims.safeParse(await this.payloadOf(token));
    if (!claims.success)
      throw new TokenRefused(`its claim ${claims.error.issues[0]?.path.join('.')} does not fit`);
    const { sub, tenant = DEFAULT_TENANT, scope, scopes } = claims.data;
    return { kind: 'jwt', tenantId: tenant, scopes: scopesIn(scopes ?? scope), keyName: `jwt:${sub}` };
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, (header, jws) => this.keyFor(header, jws), this.wanted);
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new TokenExpired();
      if (error instanceof errors.JWTClaimValidationFailed) {
        throw new TokenRefused(`its claim ${error.claim} is missing or not the one wanted`);
      }
      if (error instanceof errors.JOSEError) throw new TokenRefused('it was not signed by whom we trust');
      throw error;
    }
  }

  /** The algorithm says whose key it is, and only those of keys that we have are allowed: no public key is taken for a secret. */
  private keyFor(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> | Uint8Array {
    const key = isSecret(header.alg) ? this.secret : this.keys?.find(header, token);
    if (!key) throw new TokenRefused('it was not signed by whom we trust');
    return key;
  }
}

function isSecret(algorithm: string | undefined): boolean {
  return SECRET_ALGORITHMS.some((known) => known === algorithm);
}

/** Scopes of other services may stand beside ours. A token that speaks of no scopes at all is for talking. */
function scopesIn(claim: string | string[] | undefined): Scope[] {
  if (claim === undefined) return ['session'];
  const names = typeof claim === 'string' ? claim.split(/[\s,]+/) : claim;
  return names.filter(isScope);
}
