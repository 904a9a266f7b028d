import type { ToolAnswer } from '#talk';

/** Whether it worked is said to the model, and beside it for the transcript. */
export function answer(content: { success: boolean; [field: string]: unknown }): ToolAnswer {
  return { ok: content.success, content };
}

/** Models fill fields they know nothing for with empty text. */
export function said(text: string | undefined): string | undefined {
  return text?.trim() || undefined;
}
