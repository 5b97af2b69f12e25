import type { Dma } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import { placesOf } from "../pcie/dma-reads.ts";
import { readsOf, writesOf, type DmaRequest } from "../pcie/dma-requests.ts";
import { exchanged, type LineExchange } from "./line-exchange.ts";
import { textOf } from "./text-of.ts";

/** Where the requests of a device go, by the numbers that its rules give them. */
export interface RequestExchange {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  /** The places of reads that were sent. */
  readonly places: readonly number[];
}

/** By device; null where one of them may make a request of one line of which there is none of the other. */
export function requestExchanges(
  machine: Machine,
  exchange: LineExchange,
): readonly RequestExchange[] | null {
  const all = machine.devices.map(({ dma }) =>
    dma === null ? NONE : requestExchange(machine, dma, exchange),
  );
  const known = all.filter((each) => each !== null);
  return known.length === all.length ? known : null;
}

const NONE: RequestExchange = { reads: [], writes: [], places: [] };

function requestExchange(machine: Machine, dma: Dma, exchange: LineExchange): RequestExchange | null {
  const to = (location: number) => exchanged(exchange.locations, location);
  const request =
    (move: (location: number) => number) =>
    ({ target, noSnoop, value }: DmaRequest) => {
      const { iova: _, ...entry } = target;
      return textOf([{ ...entry, location: move(target.location) }, noSnoop, value]);
    };
  const stay = (location: number) => location;
  const reads = readsOf(machine, dma);
  const found = {
    reads: images(reads, request(stay), request(to)),
    writes: images(writesOf(machine, dma), request(stay), request(to)),
    places: images(
      placesOf(reads),
      ({ location, noSnoop }) => `${location} ${noSnoop}`,
      ({ location, noSnoop }) => `${to(location)} ${noSnoop}`,
    ),
  };
  return Object.values(found).some((numbers) => numbers.includes(-1)) ? null : found;
}

/** For each of a list the number of the one with the text of its image, or -1. */
export function images<T>(
  all: readonly T[],
  text: (one: T) => string,
  imageText: (one: T) => string,
): readonly number[] {
  const numbers = new Map(all.map((one, k) => [text(one), k]));
  return all.map((one) => numbers.get(imageText(one)) ?? -1);
}
