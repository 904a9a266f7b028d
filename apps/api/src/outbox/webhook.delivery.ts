import { Injectable, Logger } from '@nestjs/common';
import { filterContent, OutgoingClient, OutgoingConfig, OutgoingFailed, OutgoingRefused } from '#outgoing';
import type { OutgoingAnswer } from '#outgoing';
import { retryAfterMs } from '#problem';
import { Store, WEBHOOK, WorkflowRepository } from '#store';
import type { LeasedItem } from '#store';
import { AuditTrail } from '../audit/audit-trail.js';
import { Delivery } from './delivery.js';
import type { Outcome } from './delivery.js';
import { signedHeaders } from './webhook-signature.js';

const TIME_LIMIT_MS = 15_000;
const MAX_ANSWER_BYTES = 65_536;
const GIVE_UP_AFTER_S = 86_400;

/** What is sent to see whether anybody is there. It goes out while a workflow is switched off, too. */
export const TEST_TYPE = 'workflow.test';

/** Tells a workflow's receiver what happened, signed as Standard Webhooks has it. */
@Injectable()
export class WebhookDelivery extends Delivery {
  readonly kind = WEBHOOK;
  /** Receivers know a repeat by its `webhook-id`. */
  readonly repeatable = true;
  override readonly atOnce = 32;
  /** Some twenty attempts within a day: soon again at first, and every two hours in the end. */
  override readonly patience = { retryMs: 5_000, retryMaxMs: 7_200_000, giveUpAfterS: GIVE_UP_AFTER_S };
  private readonly logger = new Logger(WebhookDelivery.name);

  constructor(
    private readonly workflows: WorkflowRepository,
    private readonly outgoing: OutgoingClient,
    private readonly config: OutgoingConfig,
    private readonly audit: AuditTrail,
    private readonly store: Store,
  ) {
    super();
  }

  async deliver(item: LeasedItem, signal: AbortSignal): Promise<Outcome> {
    const { id, tenantId, workflowId, payload } = item;
    const sentAt = Date.now();
    const workflow = await this.workflows.toRun(tenantId, workflowId ?? '', sentAt);
    if (!workflow) return { outcome: 'dead', error: 'The workflow was removed.' };
    if (!workflow.enabled && payload.type !== TEST_TYPE) {
      return { outcome: 'dead', error: 'The workflow is switched off.' };
    }
    const body = JSON.stringify(filterContent(payload, this.config.maskedWords));
    try {
      const answer = await this.outgoing.send(
        {
          method: 'POST',
          url: workflow.action.url,
          headers: {
            'content-type': 'application/json',
            'user-agent': 'Parley',
            ...signedHeaders({ id, sentAt, body }, workflow.secrets),
          },
          body,
          timeLimitMs: TIME_LIMIT_MS,
          maxAnswerBytes: MAX_ANSWER_BYTES,
        },
        signal,
      );
      return await this.outcomeOf(answer, item);
    } catch (error) {
      if (error instanceof OutgoingRefused) return { outcome: 'dead', error: error.message };
      if (error instanceof OutgoingFailed) return { outcome: 'later', error: error.message };
      throw error;
    }
  }

  private async outcomeOf({ status, headers }: OutgoingAnswer, item: LeasedItem): Promise<Outcome> {
    if (status >= 200 && status < 300) return { outcome: 'done', result: {}, status };
    const error = `It answered ${status}.`;
    if (status === 410) {
      await this.switchOff(item);
      return { outcome: 'dead', error, status };
    }
    const afterMs = Math.min(retryAfterMs(headers['retry-after']) ?? 0, GIVE_UP_AFTER_S * 1_000);
    return { outcome: 'later', error, status, afterMs };
  }

  /** 410: the receiver wants nothing more, ever. */
  private async switchOff({ id, tenantId, workflowId }: LeasedItem): Promise<void> {
    const key = { tenantId, id: workflowId ?? '' };
    const isNew = await this.store.write(async () => {
      if (!(await this.workflows.disable(key, 'gone', Date.now()))) return false;
      await this.audit.record('workflow.disabled', key, { detail: { because: 'gone', deliveryId: id } });
      return true;
    });
    if (isNew) this.logger.warn('workflow switched off: its receiver is gone', { workflowId });
  }
}
