export interface BodyRule {
  limitBytes: number;
  /** What to do with a body that is not JSON: answer 415, or take it for none where the contract says so. */
  otherTypes: 'refuse' | 'ignore';
  /** `bytes`: a Buffer of what came, whatever its type, for routes that check a signature over it. */
  as: 'json' | 'bytes';
  /** `none`: the route takes no fields, so each one is a mistake; with `any` the DTO knows them. */
  fields: 'any' | 'none';
}

export const DEFAULT_BODY_RULE: BodyRule = {
  limitBytes: 100_000,
  otherTypes: 'refuse',
  as: 'json',
  fields: 'any',
};
