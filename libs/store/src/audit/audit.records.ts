/** One change of something, by whom and from where. Append only. */
export interface AuditRecord {
  tenantId: string;
  id: string;
  /** `key:robot`, `jwt:asha`, `agent:agent-2`, or `parley` for what we decided ourselves. */
  actor: string;
  /** What was done: `session.started`. */
  action: string;
  subjectType: string;
  subjectId: string;
  detail: Record<string, unknown>;
  address: string | null;
  requestId: string | null;
  at: number;
}

export type NewAudit = Omit<AuditRecord, 'id'>;
