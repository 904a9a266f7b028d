import { Injectable } from '@nestjs/common';
import { UsageRepository } from '#store';
import type { UsageRow } from '#store';
import type { Caller } from '../access/caller.js';
import type { UsageDto, UsagePageDto, UsageQueryDto } from './usage.dto.js';

const USUAL_MS = 30 * 24 * 3_600_000;
const MINUTE_MS = 60_000;

@Injectable()
export class UsageService {
  constructor(private readonly usage: UsageRepository) {}

  async list({ tenantId }: Caller, { by, limit, cursor, ...time }: UsageQueryDto): Promise<UsagePageDto> {
    const now = Date.now();
    const to = time.to === undefined ? now : Date.parse(time.to);
    const from = time.from === undefined ? to - USUAL_MS : Date.parse(time.from);
    const { items, nextCursor } = await this.usage.sums(tenantId, { by, from, to, now, limit, cursor });
    return { items: items.map(usageView), nextCursor };
  }
}

function usageView({ talkedMs, costMicros, ...row }: UsageRow): UsageDto {
  return {
    ...row,
    minutes: Math.round((talkedMs / MINUTE_MS) * 100) / 100,
    cost: costMicros === null ? null : costMicros / 1e6,
  };
}
