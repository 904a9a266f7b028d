/** For `IsUrl`: vendors may be on this machine, under a bare name or in the clear. */
export const ANY_HOST = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };
/** Where sockets are opened too. */
export const ANY_ORIGIN = { ...ANY_HOST, protocols: ['http', 'https', 'ws', 'wss'] };
