import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { TRIGGERS } from '#conversation';
import { Triggers } from '#store';

/** What sets workflows off. */
@Injectable()
export class TriggerMetrics {
  constructor(registry: Registry, @Inject(Triggers) triggers: Pick<Triggers, 'onFired'>) {
    const fired = new Counter({
      name: 'parley_triggers_fired_total',
      help: 'Workflows that were set off, by what did it. Each is a webhook to be delivered.',
      labelNames: ['trigger'],
      registers: [registry],
    });
    // A rate needs the zero before the first one.
    for (const trigger of TRIGGERS) fired.inc({ trigger }, 0);
    triggers.onFired((trigger) => fired.inc({ trigger }));
  }
}
