import { Controller, Delete, Get, HttpCode } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CrmLedger } from './crm-ledger.service.js';
import { LeadDto, QuoteDto } from './crm.dto.js';

/** What arrived at the CRM. */
@ApiTags('control')
@Controller('control/crm')
export class CrmControlController {
  constructor(private readonly ledger: CrmLedger) {}

  /** The leads that arrived, oldest first. */
  @Get('leads')
  leads(): LeadDto[] {
    return [...this.ledger.leads];
  }

  /** The quotes that arrived, oldest first. */
  @Get('quotes')
  quotes(): QuoteDto[] {
    return [...this.ledger.quotes];
  }

  /** Forget leads, quotes and idempotency keys. */
  @Delete()
  @HttpCode(204)
  clear(): void {
    this.ledger.clear();
  }
}
