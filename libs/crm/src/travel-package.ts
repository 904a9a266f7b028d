/** What the customer is looking for. Everything is optional: an empty query asks for whatever is on offer. */
export interface PackageQuery {
  destination?: string;
  /** The customer's own words, when they name no plain destination. */
  query?: string;
  packageType?: string;
  minPrice?: number;
  maxPrice?: number;
  /** A night more or less counts as a match. */
  nights?: number;
  /** Default 5. */
  limit?: number;
}

/** A package on offer. Null and empty lists mean that the CRM did not say. */
export interface TravelPackage {
  id: string;
  name: string;
  type: string | null;
  description: string | null;
  /** Before discounts. */
  basePrice: number | null;
  /** What the customer pays, in decimals of `currency`. */
  price: number | null;
  /** ISO 4217. */
  currency: string | null;
  nights: number | null;
  days: number | null;
  minPax: number | null;
  maxPax: number | null;
  destinations: string[];
  inclusions: string[];
  exclusions: string[];
  tags: string[];
  status: string | null;
}
