import { VendorFault } from './vendor-fault.js';

describe(VendorFault.name, () => {
  it.each([
    [401, 'key_refused 401', true],
    [403, 'key_refused 403', true],
    [404, 'refused 404', true],
    [408, 'no_answer 408', false],
    [429, 'rate_limited 429', false],
    [503, 'unavailable 503', false],
  ])('reads the status %d as %s', (status, message, isFinal) => {
    expect(VendorFault.ofStatus(status)).toMatchObject({ message, isFinal });
  });

  it.each([
    [1000, '', 'closed 1000', false],
    [1006, '', 'dropped', false],
    [3000, 'invalid_request_error.invalid_api_key', 'key_refused', true],
    [3000, 'because', 'closed 3000', false],
  ])('reads the goodbye %d %p as %s', (code, reason, message, isFinal) => {
    expect(VendorFault.ofClose(code, reason)).toMatchObject({ message, isFinal });
  });

  it('knows the errors that end a talk', () => {
    expect(VendorFault.ofErrorCode('insufficient_quota')).toMatchObject({ reason: 'quota_exhausted' });
    expect(VendorFault.ofErrorCode('item_create_invalid_item_id')).toBeUndefined();
    expect(VendorFault.ofErrorCode(null)).toBeUndefined();
  });
});
