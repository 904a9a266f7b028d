import { z } from 'zod';

const VendorError = z.object({ code: z.string().nullish(), type: z.string().nullish() });

/** What we read of the events of a realtime vendor. */
const ServerEvent = z.object({
  type: z.string(),
  error: VendorError.optional(),
  response: z
    .object({
      status: z.string().optional(),
      status_details: z.object({ error: VendorError.nullish() }).nullish(),
    })
    .optional(),
});
export type ServerEvent = z.infer<typeof ServerEvent>;

/** What is not of this form says nothing to us. */
export function readServerEvent(data: unknown): ServerEvent {
  const value = Buffer.isBuffer(data) ? parse(data) : data;
  return ServerEvent.safeParse(value).data ?? { type: 'unknown' };
}

function parse(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString());
  } catch {
    return undefined;
  }
}
