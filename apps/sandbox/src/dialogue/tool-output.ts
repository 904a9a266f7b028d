import { z } from 'zod';

/** A package as the tools and CRMs write it, in camel or snake case. */
export interface OfferedPackage {
  id: string;
  name: string;
  nights?: number;
  price?: number;
  currency?: string;
  destinations: string[];
}

/** What a tool answered, as far as it is understood. */
export interface ToolOutput {
  success: boolean;
  /** Words for the ear, when the tool has them. */
  summary?: string;
  message?: string;
  packages?: OfferedPackage[];
  total?: number;
  currency?: string;
  quoteNumber?: string;
}

const text = z.string().trim().min(1).optional().catch(undefined);
const label = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined);
const number = z.coerce.number().optional().catch(undefined);

const Package = z
  .object({
    id: label,
    name: text,
    packageName: text,
    package_name: text,
    nights: number,
    totalNights: number,
    total_nights: number,
    price: number,
    sellingPrice: number,
    selling_price: number,
    basePrice: number,
    base_price: number,
    currency: text,
    destinations: z.array(z.string()).catch([]),
  })
  .transform((found): OfferedPackage => ({
    id: found.id ?? '',
    name: found.name ?? found.packageName ?? found.package_name ?? 'a package',
    nights: found.nights ?? found.totalNights ?? found.total_nights,
    price: found.price ?? found.sellingPrice ?? found.selling_price ?? found.basePrice ?? found.base_price,
    currency: found.currency,
    destinations: found.destinations,
  }));

const Output = z
  .object({
    success: z.boolean().catch(true),
    voice_summary: text,
    voice_description: text,
    message: text,
    error: text,
    packages: z.array(Package).optional().catch(undefined),
    total: number,
    totalAmount: number,
    currency: text,
    quoteNumber: label,
    number: label,
  })
  .transform((output): ToolOutput => ({
    success: output.success,
    summary: output.voice_summary ?? output.voice_description,
    message: output.message ?? output.error,
    packages: output.packages,
    total: output.total ?? output.totalAmount,
    currency: output.currency,
    quoteNumber: output.quoteNumber ?? output.number,
  }));

/** Reads a tool's output; plain text instead of JSON is its message. */
export function readToolOutput(output: string): ToolOutput {
  const read = Output.safeParse(parsed(output));
  return read.success ? read.data : { success: true, message: output.trim() || undefined };
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}
