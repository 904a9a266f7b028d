import { AddressGuard, Names, OutgoingClient, OutgoingConfig } from '#outgoing';
import { AuditRepository } from '#store';
import type { Repositories } from '#store/testing';
import { AuditTrail } from '../src/audit/audit-trail.js';
import { CurrentRequest } from '../src/audit/current-request.js';
import { OutboxConfig } from '../src/outbox/outbox.config.js';
import { OutboxWorker } from '../src/outbox/outbox.worker.js';
import { WebhookDelivery } from '../src/outbox/webhook.delivery.js';

/** A worker of the outbox as the api has one, that sends webhooks to this machine. */
export async function startWebhookWorker(
  { store, outbox, workflows }: Pick<Repositories, 'store' | 'outbox' | 'workflows'>,
  maskedWords: string[] = [],
): Promise<OutboxWorker> {
  const config = Object.assign(new OutgoingConfig(), { toLoopback: true, maskedWords });
  const outgoing = new OutgoingClient(new AddressGuard(config, new Names()));
  const audit = new AuditTrail(new AuditRepository(store), new CurrentRequest());
  const delivery = new WebhookDelivery(workflows, outgoing, config, audit, store);
  const metrics = { attempted: () => undefined };
  const worker = new OutboxWorker(store, outbox, [delivery], new OutboxConfig(), metrics);
  await worker.onApplicationBootstrap();
  return worker;
}
