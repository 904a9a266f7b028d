import { STATUS_CODES } from 'node:http';

/** An error as OpenRouter writes it: its code is the status. */
export interface OpenRouterError {
  error: { code: number; message: string; metadata?: object };
}

const MESSAGES: Record<number, string> = {
  401: 'No auth credentials found',
  402: 'Insufficient credits',
  408: 'Your request timed out',
  429: 'Rate limit exceeded',
  502: 'The model is down or its answer could not be read',
  503: 'No provider is available that meets your routing requirements',
};

export function openRouterError(status: number, message = MESSAGES[status]): OpenRouterError {
  return { error: { code: status, message: message ?? STATUS_CODES[status] ?? 'Error' } };
}
