/** What a vendor was used for at one time; what it did not do is left out. */
export interface VendorUse {
  vendor: string;
  model: string;
  /** Of sound that it was given to hear. */
  audioSeconds?: number;
  /** Of text that it was given to speak. */
  characters?: number;
}

/** Who is told what the vendors of one talk were used for, as it happens. Must not throw. */
export interface UsageListener {
  used(use: VendorUse): void;
}
