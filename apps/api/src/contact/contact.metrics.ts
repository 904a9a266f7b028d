import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

/** What becomes known of people. */
@Injectable()
export class ContactMetrics {
  private readonly captures: Counter<'contact'>;

  constructor(registry: Registry) {
    this.captures = new Counter({
      name: 'parley_contacts_captured_total',
      help: 'Times that something was learned of a person: of one who was new, or was known.',
      labelNames: ['contact'],
      registers: [registry],
    });
    // A rate needs the zero before the first one.
    for (const contact of ['new', 'known']) this.captures.inc({ contact }, 0);
  }

  captured(isNew: boolean): void {
    this.captures.inc({ contact: isNew ? 'new' : 'known' });
  }
}
