export interface QuoteItem {
  description: string;
  quantity: number;
  /** Decimals of the quote's currency. */
  unitPrice: number;
}

export interface QuoteRequest {
  customerName: string;
  customerEmail?: string;
  customerPhone?: string;
  items: QuoteItem[];
  /** ISO 4217, default USD. */
  currency?: string;
  notes?: string;
  sessionId?: string;
  leadId?: string;
  packageId?: string;
  /** `YYYY-MM-DD`, default 30 days from now. */
  validUntil?: string;
}

export interface Quote {
  id: string | null;
  number: string | null;
  /** Decimals of `currency`. */
  total: number;
  currency: string;
  pdfUrl: string | null;
  /** `YYYY-MM-DD`. */
  validUntil: string;
}
