/** Three digits that count, and what they count. */
export function figure(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
  return unit ? `${digits} ${unit}` : digits;
}
