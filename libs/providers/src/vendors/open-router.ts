/** Whether an address is OpenRouter's, or the sandbox in its place. */
export function isOpenRouter(baseUrl: string): boolean {
  return /\bopenrouter\b/.test(baseUrl);
}

/** OpenRouter has models of many vendors, and names them with theirs. */
export function openRouterModel(vendor: string, model: string): string {
  return model.includes('/') ? model : `${vendor}/${model}`;
}
