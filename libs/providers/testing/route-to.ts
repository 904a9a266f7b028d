import { VendorHealth } from '../src/failover/vendor-health.js';
import type { RealtimeRoute } from '../src/realtime/realtime-routes.js';
import { VendorBreaker } from '../src/vendor-breaker.js';

/** A way to a realtime vendor that nobody has failed at yet. */
export function routeTo(vendor: string): RealtimeRoute {
  return {
    vendor,
    modelName: `${vendor}-voice`,
    keyVariable: `${vendor.toUpperCase()}_API_KEY`,
    url: `wss://${vendor}.example/realtime`,
    apiKey: `key of ${vendor}`,
    breaker: new VendorBreaker(vendor),
    health: new VendorHealth('realtime', vendor),
    answerWithinMs: 6_000,
    translate: () => undefined,
  };
}
