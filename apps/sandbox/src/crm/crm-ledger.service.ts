import { Injectable } from '@nestjs/common';
import type { CreateLeadDto } from './create-lead.dto.js';
import type { CreateQuoteDto } from './create-quote.dto.js';
import type { LeadDto, QuoteDto } from './crm.dto.js';
import { QuoteNotFound } from './crm.errors.js';
import { Idempotency } from './idempotency.js';

const KEPT_ROWS = 10_000;
const QUOTE_VALID_MS = 30 * 86_400_000;

/** The leads and quotes that arrived, in memory. */
@Injectable()
export class CrmLedger {
  private readonly leadRows: LeadDto[] = [];
  private readonly quoteRows: QuoteDto[] = [];
  private readonly leadsOnce = new Idempotency<LeadDto>();
  private readonly quotesOnce = new Idempotency<QuoteDto>();
  private lastLeadId = 0;
  private lastQuoteId = 0;

  get leads(): readonly LeadDto[] {
    return this.leadRows;
  }

  get quotes(): readonly QuoteDto[] {
    return this.quoteRows;
  }

  addLead(lead: CreateLeadDto, idempotencyKey: string | undefined): LeadDto {
    return this.leadsOnce.once(idempotencyKey, lead, () =>
      keep(this.leadRows, {
        ...lead,
        id: ++this.lastLeadId,
        createdAt: new Date().toISOString(),
        ...(idempotencyKey && { idempotencyKey }),
      }),
    );
  }

  addQuote(quote: CreateQuoteDto, idempotencyKey: string | undefined): QuoteDto {
    return this.quotesOnce.once(idempotencyKey, quote, () => {
      const number = ++this.lastQuoteId;
      const now = new Date();
      return keep(this.quoteRows, {
        ...quote,
        id: `quote-${number}`,
        number: `Q-${now.getUTCFullYear()}-${String(number).padStart(4, '0')}`,
        totalAmount: quote.totalAmount ?? sum(quote),
        validUntil: quote.validUntil ?? new Date(now.getTime() + QUOTE_VALID_MS).toISOString().slice(0, 10),
        createdAt: now.toISOString(),
        ...(idempotencyKey && { idempotencyKey }),
      });
    });
  }

  quote(id: string): QuoteDto {
    const quote = this.quoteRows.find((row) => row.id === id);
    if (!quote) throw new QuoteNotFound(id);
    return quote;
  }

  clear(): void {
    this.leadRows.length = 0;
    this.quoteRows.length = 0;
    this.leadsOnce.clear();
    this.quotesOnce.clear();
  }
}

function keep<Row>(rows: Row[], row: Row): Row {
  rows.push(row);
  if (rows.length > KEPT_ROWS) rows.shift();
  return row;
}

/** In cents, so that sums of decimals stay exact. */
function sum({ items }: CreateQuoteDto): number {
  const cents = items.map(({ quantity, unitPrice, total }) =>
    Math.round((total ?? quantity * unitPrice) * 100),
  );
  return cents.reduce((all, each) => all + each, 0) / 100;
}
