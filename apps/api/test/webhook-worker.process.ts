import 'reflect-metadata';
import { OutboxRepository, Store, WorkflowRepository } from '#store';
import { startWebhookWorker } from './webhook-worker.js';

/** A process to be killed: sends the webhooks of a database. */
const [url = ''] = process.argv.slice(2);
const store = await Store.open(url);
await startWebhookWorker({
  store,
  outbox: new OutboxRepository(store),
  workflows: new WorkflowRepository(store),
});
