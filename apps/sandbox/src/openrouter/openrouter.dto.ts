export class OpenRouterModelDto {
  id!: string;
  name!: string;
  /** Tokens. */
  context_length!: number;
}

export class OpenRouterModelListDto {
  data!: OpenRouterModelDto[];
}
