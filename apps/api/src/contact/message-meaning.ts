import { Injectable, Logger } from '@nestjs/common';
import { intentsAwaited } from '#conversation';
import type { EventPayload, Intent } from '#conversation';
import { SessionRepository, Triggers, UnjudgedMessageRepository } from '#store';
import type { StoredEvent } from '#store';
import type { Verdict } from '../judging/judge-answer.js';
import type { Judged } from '../judging/judge-question.js';
import { JudgingConfig } from '../judging/judging.config.js';
import { ContactCaptureService } from './contact-capture.service.js';
import { ContactConfig } from './contact.config.js';
import { FollowUps } from './follow-ups.js';
import { readByModel } from './reading/read-by-model.js';

const MESSAGES_BEFORE = 6;
/** In one question: models take no longer lists of names. */
const MOST_INTENTS = 200;

type Message = EventPayload<'message.added'>;

/** What somebody waits to know about a message, and what comes of knowing it. */
@Injectable()
export class MessageMeaning {
  private readonly logger = new Logger(MessageMeaning.name);

  constructor(
    private readonly triggers: Triggers,
    private readonly sessions: SessionRepository,
    private readonly unjudged: UnjudgedMessageRepository,
    private readonly contacts: ContactCaptureService,
    private readonly followUps: FollowUps,
    private readonly config: JudgingConfig,
    private readonly contactConfig: ContactConfig,
  ) {}

  /** Whether anybody waits for what people mean. */
  async isAwaited(tenantId: string): Promise<boolean> {
    return this.config.contacts || (await this.triggers.conditions(tenantId, 'intent')).length > 0;
  }

  /** Undefined where nobody waits for it any more. */
  async question(stored: StoredEvent, { text }: Message): Promise<Judged | undefined> {
    const intents = await this.intents(stored);
    const wantsContact = this.config.contacts;
    if (intents.length === 0 && !wantsContact) return undefined;
    const before = await this.unjudged.before(stored, MESSAGES_BEFORE);
    return { text, before, intents, wantsContact };
  }

  /** For `Store.write`. @returns whether more may be known of a person */
  async keep(stored: StoredEvent, { text }: Message, { meant, contact }: Verdict): Promise<boolean> {
    await this.followUps.meant(stored, text, meant);
    const told = readByModel(contact, text, this.contactConfig.phoneCountry);
    if (told) await this.contacts.capture(stored, told);
    return told !== undefined;
  }

  private async intents({ tenantId, sessionId }: StoredEvent): Promise<Intent[]> {
    const conditions = await this.triggers.conditions(tenantId, 'intent');
    if (conditions.length === 0) return [];
    const session = await this.sessions.find(tenantId, sessionId);
    const awaited = intentsAwaited(conditions, session?.agentId ?? null);
    if (awaited.length > MOST_INTENTS) {
      this.logger.warn('more intents are waited for than a model is asked about', {
        awaited: awaited.length,
      });
    }
    return awaited.slice(0, MOST_INTENTS);
  }
}
