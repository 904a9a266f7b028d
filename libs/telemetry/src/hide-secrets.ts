/** Fields that hold a secret, wherever a log call puts them: at the top or one level down. */
const SECRET_FIELDS = new Set([
  'apiKey',
  'apiSecret',
  'authorization',
  'clientSecret',
  'client_secret',
  'cookie',
  'ingestToken',
  'password',
  'secret',
  'token',
  'userToken',
]);
const HIDDEN = '[redacted]';

type Fields = Record<string, unknown>;

/** The fields of a line without secrets; copied only where there is one. */
export function hideSecrets(fields: Fields): Fields {
  let shown = hideAtTop(fields);
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (!isFields(value)) continue;
    const shownValue = hideAtTop(value);
    if (shownValue === value) continue;
    if (shown === fields) shown = { ...fields };
    if (shown[name] === value) shown[name] = shownValue;
  }
  return shown;
}

function hideAtTop(fields: Fields): Fields {
  let shown = fields;
  for (const name of Object.keys(fields)) {
    if (!SECRET_FIELDS.has(name)) continue;
    if (shown === fields) shown = { ...fields };
    shown[name] = HIDDEN;
  }
  return shown;
}

/** An error is turned into fields by the logger, and shown then. */
function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !(value instanceof Error) && !Array.isArray(value);
}
