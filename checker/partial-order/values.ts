/** No value: of a set of values as an integer. */
export const noValue = 0;

/** From this value on, values share a bit. */
const lastBit = 31;

/** A value as a set: one bit of an integer each, and one for all large ones together. */
export function valueBit(value: number): number {
  return 1 << (value >= 0 && value < lastBit ? value : lastBit);
}

/** Whether a set may have a value other than this one. */
export function hasOther(values: number, value: number): boolean {
  const bit = valueBit(value);
  return (values & ~bit) !== 0 || (bit === 1 << lastBit && (values & bit) !== 0);
}
