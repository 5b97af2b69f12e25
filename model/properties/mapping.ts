/** A descriptor of a virtual page, both by what the scenario calls them. */
export interface Mapping {
  readonly page: string;
  readonly word: bigint;
}
