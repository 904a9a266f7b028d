/** Of backends that an operator names. */
export const PEER_URL = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };
