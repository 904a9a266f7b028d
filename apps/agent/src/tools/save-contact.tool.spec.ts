import { SaveContactTool } from './save-contact.tool.js';

describe(SaveContactTool.name, () => {
  const tool = new SaveContactTool();
  const saved = async (args: Parameters<SaveContactTool['run']>[0]) => (await tool.run(args)).ok;

  it.each([
    [{ name: 'Asha' }],
    [{ email: 'asha at example dot com' }],
    [{ email: 'asha@example.com', phone: '' }],
    [{ phone: 'nine eight seven double six five four three' }],
    [{ phone: '+91 98765 43210' }],
    [{ preferences: [{ topic: 'seat', wish: 'window' }] }],
  ])('remembers %j', async (args) => {
    await expect(saved(args)).resolves.toBe(true);
  });

  it.each([[{}], [{ name: ' ' }], [{ email: 'asha' }], [{ name: 'Asha', phone: 'nine eight' }]])(
    'has the customer asked again after %j',
    async (args) => {
      const { ok, content } = await tool.run(args);
      expect(ok).toBe(false);
      expect(content.message).toMatch(/[Aa]sk/);
    },
  );
});
