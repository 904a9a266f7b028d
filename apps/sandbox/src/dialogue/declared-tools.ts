/** A tool as `session.update` declares it. */
export interface DeclaredTool {
  name: string;
  /** JSON schema of its arguments. */
  parameters?: unknown;
}

export interface ToolRequest {
  name: string;
  arguments: Record<string, unknown>;
}

/** The tools of a session. Nothing is called that was not declared, and nothing is told to a tool that it does not ask for. */
export class DeclaredTools {
  private readonly byName: ReadonlyMap<string, DeclaredTool>;

  constructor(tools: readonly DeclaredTool[] = []) {
    this.byName = new Map(tools.map((tool) => [tool.name, tool]));
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  asksFor(name: string, argument: string): boolean {
    return Object.hasOwn(propertiesOf(this.byName.get(name)), argument);
  }

  /** A call with what is known under the names the tool knows; no call without the tool. */
  request(name: string, facts: Record<string, unknown>): ToolRequest[] {
    const tool = this.byName.get(name);
    if (!tool) return [];
    const wanted = propertiesOf(tool);
    const known = Object.entries(facts).filter(
      ([fact, value]) => value !== undefined && Object.hasOwn(wanted, fact),
    );
    return [{ name, arguments: Object.fromEntries(known) }];
  }
}

function propertiesOf(tool: DeclaredTool | undefined): object {
  const schema = tool?.parameters;
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) return {};
  return typeof schema.properties === 'object' && schema.properties !== null ? schema.properties : {};
}
