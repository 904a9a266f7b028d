import { Injectable } from '@nestjs/common';
import { newId } from '#conversation';
import { AddressGuard, OutgoingRefused } from '#outgoing';
import { BadInput } from '#problem';
import { Store, WorkflowRepository } from '#store';
import type { PageRequest, WorkflowDraft, WorkflowRecord } from '#store';
import type { Caller } from '../access/caller.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { MessageJudge } from '../judging/message-judge.js';
import { conditionErrors } from './condition-errors.js';
import { newSigningSecret } from './signing-secret.js';
import { workflowView } from './workflow-view.js';
import type {
  CreatedWorkflowDto,
  CreateWorkflowDto,
  ReplaceWorkflowDto,
  RotatedSecretDto,
  WorkflowDto,
  WorkflowPageDto,
} from './workflow.dto.js';
import { IntentsNotConfigured, WorkflowNotFound } from './workflow.errors.js';

/** How long receivers have to learn a new secret. */
const FORMER_SECRET_MS = 86_400_000;

/** The automations of a tenant: what has to happen, and who is told. */
@Injectable()
export class WorkflowService {
  constructor(
    private readonly workflows: WorkflowRepository,
    private readonly guard: AddressGuard,
    private readonly judge: MessageJudge,
    private readonly audit: AuditTrail,
    private readonly store: Store,
  ) {}

  async list({ tenantId }: Caller, page: PageRequest): Promise<WorkflowPageDto> {
    const { items, nextCursor } = await this.workflows.list(tenantId, page);
    return { items: items.map(workflowView), nextCursor };
  }

  /** @throws WorkflowNotFound */
  async read({ tenantId }: Caller, id: string): Promise<WorkflowDto> {
    return workflowView(await this.find(tenantId, id));
  }

  /** @throws BadInput @throws IntentsNotConfigured */
  async create({ tenantId }: Caller, wanted: CreateWorkflowDto): Promise<CreatedWorkflowDto> {
    const draft = this.draftOf(wanted);
    const { secret = newSigningSecret() } = wanted.action;
    const key = { tenantId, id: newId() };
    const workflow = await this.store.write(async () => {
      const added = await this.workflows.add({ ...key, ...draft, secret, now: Date.now() });
      await this.audit.record('workflow.created', key, { detail: told(draft) });
      return added;
    });
    return { ...workflowView(workflow), secret };
  }

  /** @throws BadInput @throws IntentsNotConfigured @throws WorkflowNotFound */
  async replace({ tenantId }: Caller, id: string, wanted: ReplaceWorkflowDto): Promise<WorkflowDto> {
    const draft = this.draftOf(wanted);
    const key = { tenantId, id };
    const workflow = await this.store.write(async () => {
      const changed = await this.workflows.replace(key, draft, Date.now());
      if (!changed) throw new WorkflowNotFound(id);
      await this.audit.record('workflow.changed', key, { detail: told(draft) });
      return changed;
    });
    return workflowView(workflow);
  }

  /** @throws WorkflowNotFound */
  async rotate(
    { tenantId }: Caller,
    id: string,
    secret: string = newSigningSecret(),
  ): Promise<RotatedSecretDto> {
    const key = { tenantId, id };
    const now = Date.now();
    const formerUntil = now + FORMER_SECRET_MS;
    await this.store.write(async () => {
      if (!(await this.workflows.rotate(key, secret, formerUntil, now))) throw new WorkflowNotFound(id);
      await this.audit.record('workflow.secret_rotated', key);
    });
    return { secret, formerUntil: new Date(formerUntil).toISOString() };
  }

  /** @throws WorkflowNotFound */
  async remove({ tenantId }: Caller, id: string): Promise<void> {
    const key = { tenantId, id };
    await this.store.write(async () => {
      if (!(await this.workflows.remove(key))) throw new WorkflowNotFound(id);
      await this.audit.record('workflow.removed', key);
    });
  }

  private async find(tenantId: string, id: string): Promise<WorkflowRecord> {
    const workflow = await this.workflows.find(tenantId, id);
    if (!workflow) throw new WorkflowNotFound(id);
    return workflow;
  }

  /** @throws BadInput that names each field that does not fit @throws IntentsNotConfigured */
  private draftOf({
    name,
    enabled = true,
    trigger,
    condition = {},
    action,
  }: ReplaceWorkflowDto): WorkflowDraft {
    const errors = [...conditionErrors(trigger, condition), ...this.urlErrors(action.url)];
    if (errors.length > 0) throw new BadInput(errors);
    // One that is switched off may be kept, until there is a model.
    if (enabled && trigger === 'intent' && !this.judge.isConfigured) throw new IntentsNotConfigured();
    return { name, enabled, trigger, condition, action: { type: action.type, url: action.url } };
  }

  /** Where its name leads to is looked at with every delivery. */
  private urlErrors(url: string): { field: string; message: string }[] {
    try {
      this.guard.admit(url);
      return [];
    } catch (error) {
      if (!(error instanceof OutgoingRefused)) throw error;
      return [{ field: 'action.url', message: `action.url does not fit: ${error.message}` }];
    }
  }
}

/** For the audit: a URL can have a secret of its own in it. */
function told({ trigger, enabled }: WorkflowDraft): Record<string, unknown> {
  return { trigger, enabled };
}
