import type { ToolAnswer } from '#talk';

/** The model reads JSON; whether it worked is in it and beside it. */
export function answer(content: { success: boolean; [field: string]: unknown }): ToolAnswer {
  return { ok: content.success, text: JSON.stringify(content) };
}

/** Models fill fields they know nothing for with empty text. */
export function said(text: string | undefined): string | undefined {
  return text?.trim() || undefined;
}
