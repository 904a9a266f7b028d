/** What a caller asks of a list: at most `limit` items (1–100), after the place a former answer ended at. */
export interface PageRequest {
  limit: number;
  /** `nextCursor` of the page before, as it came. */
  cursor?: string;
}

export interface Page<T> {
  items: T[];
  /** Null on the last page. */
  nextCursor: string | null;
}
