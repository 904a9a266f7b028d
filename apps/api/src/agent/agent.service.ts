import { Injectable } from '@nestjs/common';
import { BUILT_IN_AGENTS, builtInAgent, newId } from '#conversation';
import type { AgentSpec } from '#conversation';
import { BadInput } from '#problem';
import { UnknownProvider } from '#providers';
import { AgentRepository, pageOf, placeOf, Store } from '#store';
import type { AgentRecord, PageRequest } from '#store';
import type { Caller } from '../access/caller.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { AgentDefinitions } from '../session/definition/agent-definitions.js';
import { AgentNotFound } from '../session/definition/definition.errors.js';
import { KINDS, namesIn, PARSERS } from '../session/definition/named-choices.js';
import { definitionView } from '../session/session-view.js';
import type {
  AgentDto,
  AgentPageDto,
  AgentSpecDto,
  AgentVersionDto,
  AgentVersionPageDto,
  CreateAgentDto,
  ReplaceAgentDto,
} from './agent.dto.js';
import { AGENT_ID, AGENT_ID_RULE } from './agent-id.js';
import { AgentBuiltIn, AgentChanged, AgentExists, AgentVersionNotFound } from './agent.errors.js';

/** What is known of an agent: the stored one in force, or that it is built in. */
type Known = Pick<AgentRecord, 'id' | 'spec'> & Partial<AgentRecord>;

/** The agents of a tenant. A change makes a new version; sessions that run keep the one that they began with. */
@Injectable()
export class AgentService {
  constructor(
    private readonly agents: AgentRepository,
    private readonly definitions: AgentDefinitions,
    private readonly audit: AuditTrail,
    private readonly store: Store,
  ) {}

  /** Its own and those that are built in, by id. */
  async list({ tenantId }: Caller, { limit, cursor }: PageRequest): Promise<AgentPageDto> {
    const after = cursor === undefined ? undefined : placeOf(cursor).id;
    const stored = await this.agents.list(tenantId, after, limit + 1);
    const ids = new Set(stored.map(({ id }) => id));
    const builtIn = BUILT_IN_AGENTS.map(({ id }) => id)
      .filter((id) => !ids.has(id) && (after === undefined || id > after))
      .map((id): Known => ({ id, spec: null }));
    const all = [...stored, ...builtIn].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return pageOf<Known, AgentDto>(
      all,
      limit,
      ({ id }) => ({ at: 0, id }),
      (agent) => this.view(agent),
    );
  }

  /** @throws AgentNotFound */
  async read({ tenantId }: Caller, id: string): Promise<AgentDto> {
    return this.view(await this.find(tenantId, id));
  }

  /** @throws BadInput @throws AgentExists */
  async create(caller: Caller, { id = newId(), ...wanted }: CreateAgentDto): Promise<AgentDto> {
    const spec = specOf(wanted);
    return this.change(caller, id, 'agent.created', spec, (current) => {
      if (current?.spec || builtInAgent(id)) throw new AgentExists(id);
    });
  }

  /** Makes it where there is none. @throws BadInput @throws AgentChanged */
  async replace(caller: Caller, id: string, { version, ...wanted }: ReplaceAgentDto): Promise<AgentDto> {
    if (!AGENT_ID.test(id)) throw new BadInput([{ field: 'id', message: AGENT_ID_RULE }]);
    const spec = specOf(wanted);
    return this.change(caller, id, 'agent.changed', spec, (current) => {
      const now = current?.version ?? 0;
      if (version !== undefined && version !== now) throw new AgentChanged(id, version, now);
    });
  }

  /** @throws AgentNotFound @throws AgentVersionNotFound */
  async rollBack(caller: Caller, id: string, version: number): Promise<AgentDto> {
    const { tenantId } = caller;
    return this.store.write(async () => {
      if (!(await this.agents.latest(tenantId, id))) throw new AgentNotFound(id);
      const former = await this.agents.version(tenantId, id, version);
      if (!former?.spec) throw new AgentVersionNotFound(id, version);
      return this.change(caller, id, 'agent.rolled_back', former.spec);
    });
  }

  /** One that is built in is as it was before anybody changed it. @throws AgentNotFound @throws AgentBuiltIn */
  async remove({ tenantId, keyName: createdBy }: Caller, id: string): Promise<void> {
    await this.store.write(async () => {
      const { spec, version = 0 } = await this.find(tenantId, id);
      if (!spec) throw new AgentBuiltIn(id);
      await this.agents.add({
        tenantId,
        id,
        version: version + 1,
        spec: null,
        createdBy,
        now: Date.now(),
      });
      await this.audit.record('agent.removed', { tenantId, id });
    });
  }

  /** Newest first. @throws AgentNotFound */
  async versions({ tenantId }: Caller, id: string, page: PageRequest): Promise<AgentVersionPageDto> {
    const { items, nextCursor } = await this.agents.versions(tenantId, id, page);
    if (items.length === 0) await this.find(tenantId, id);
    return { items: items.map(versionView), nextCursor };
  }

  private async change(
    { tenantId, keyName: createdBy }: Caller,
    id: string,
    action: `agent.${string}`,
    spec: AgentSpec,
    refuse: (current: AgentRecord | undefined) => void = () => undefined,
  ): Promise<AgentDto> {
    const record = await this.store.write(async () => {
      const current = await this.agents.latest(tenantId, id);
      refuse(current);
      const version = (current?.version ?? 0) + 1;
      const added = await this.agents.add({ tenantId, id, version, spec, createdBy, now: Date.now() });
      await this.audit.record(action, { tenantId, id }, { detail: { version: added.version } });
      return added;
    });
    return this.view(record);
  }

  private async find(tenantId: string, id: string): Promise<Known> {
    const stored = await this.agents.latest(tenantId, id);
    if (stored?.spec) return stored;
    if (builtInAgent(id)) return { id, spec: null };
    throw new AgentNotFound(id);
  }

  private view(agent: Known): AgentDto {
    const definition = this.definitions.wanted(agent.id, agent.spec);
    return {
      ...versionView(agent),
      definition: definitionView(definition, true),
      available: this.definitions.canServe(definition),
    };
  }
}

/** @throws BadInput that names the field of an unknown vendor. A vendor without a key is none: it may get one. */
function specOf(wanted: AgentSpecDto): AgentSpec {
  const errors = KINDS.flatMap((kind) => namesIn(wanted[kind]).flatMap((name) => unknown(kind, name)));
  if (errors.length > 0) throw new BadInput(errors);
  return { schemaVersion: 1, ...wanted };
}

function unknown(field: (typeof KINDS)[number], name: string): { field: string; message: string }[] {
  try {
    PARSERS[field](name);
    return [];
  } catch (error) {
    if (!(error instanceof UnknownProvider)) throw error;
    return [{ field, message: error.message }];
  }
}

function versionView({ id, version, spec, createdAt, createdBy = null }: Known): AgentVersionDto {
  return {
    id,
    version: version ?? null,
    spec: spec && written(spec),
    createdAt: createdAt === undefined ? null : new Date(createdAt).toISOString(),
    createdBy,
  };
}

function written({ schemaVersion: _, ...spec }: AgentSpec): Omit<AgentSpec, 'schemaVersion'> {
  return spec;
}
