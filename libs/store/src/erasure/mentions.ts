/** The claims of a token, which say who it is for in letters that nobody reads. */
const TOKEN = /eyJ[\w-]+\.([\w-]+)\./g;

/** Whether a JSON text has one of these as a value, also inside the tokens in it. */
export function mentions(text: string, values: ReadonlySet<string>): boolean {
  const claims = [...text.matchAll(TOKEN)].map(([, payload = '']) =>
    Buffer.from(payload, 'base64url').toString('utf8'),
  );
  const whole = [text, ...claims].join('\n');
  return [...values].some((value) => whole.includes(JSON.stringify(value)));
}
