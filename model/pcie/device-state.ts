import { int, option, record, setOf } from "../../checker/schema/constructors.ts";
import type { Domain, ScalarDomain } from "../../checker/schema/domain.ts";

const flag = (needed: boolean) => int(0, needed ? 1 : 0);

/** What of a device's state a scenario can change. */
export interface DeviceNeeds<W> {
  readonly pes: number;
  readonly registers: boolean;
  readonly resets: boolean;
  readonly writes: boolean;
  /** The words that its reads may give, and that its writes may carry. */
  readonly words: W;
  readonly locations: number;
}

/** The state of a device: values of registers are in memory, like those of all cells. */
export const deviceDomain = <W extends Domain & ScalarDomain>(needs: DeviceNeeds<W>) =>
  record({
    /** It is in reset. */
    resetting: flag(needs.resets),
    /** The PEs whose writes got to it while it was in reset. */
    writtenInReset: setOf(int(0, needs.resets ? needs.pes - 1 : 0)),
    /** It has seen a read that no program issued. */
    readSpeculatively: flag(needs.registers),
    /** It was sent a request while the register was not enabled: an unsupported request, on some hosts an SError. */
    refused: flag(needs.registers),
    /** What its last DMA read gave. */
    lastRead: option(needs.words),
    /** A DMA write that was translated and has not got to memory: posted. */
    inFlight: option(
      record({
        location: int(0, needs.writes ? needs.locations - 1 : 0),
        value: needs.words,
        noSnoop: flag(needs.writes),
      }),
    ),
  });
