/** What every property of the library is given: its name, its reason, and the goals that show it was exercised. */
export interface Named {
  readonly name: string;
  readonly because: string;
  readonly goals?: readonly string[];
}
