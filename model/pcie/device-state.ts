import { at } from "../../checker/schema/access.ts";
import { array, int, option, record, setOf } from "../../checker/schema/constructors.ts";
import type { Domain, ScalarDomain } from "../../checker/schema/domain.ts";

const flag = (needed: boolean) => int(0, needed ? 1 : 0);

/** What of a device's state a scenario can change. */
export interface DeviceNeeds<W> {
  readonly pes: number;
  readonly isReadSpeculatively: boolean;
  readonly refuses: boolean;
  readonly resets: boolean;
  /** Whether requests of it can be under way for a while: see `delaysReads`. */
  readonly requests: { readonly writes: boolean; readonly reads: boolean };
  /** Whether requests of it may lack snooping. */
  readonly noSnoop: boolean;
  /** Whether some invalidation waits for requests of it. */
  readonly drained: boolean;
  /** The words that its reads may give. */
  readonly read: W;
  /** The words that its writes may carry. */
  readonly written: W;
  readonly locations: number;
  /** By PTE of its table, what its ATC may hold; none where it has nothing of its own. */
  readonly atc: readonly W[];
  /** Whether an invalidation of its ATC may go unanswered. */
  readonly timesOut: boolean;
}

const underWay = ({ requests }: Pick<DeviceNeeds<unknown>, "requests">): boolean =>
  requests.reads || requests.writes;

/** The state of a device: values of registers are in memory, like those of all cells. */
export const deviceDomain = <W extends Domain & ScalarDomain>(needs: DeviceNeeds<W>) =>
  record({
    /** It is in reset. */
    resetting: flag(needs.resets),
    /** The PEs whose writes got to it while it was in reset. */
    writtenInReset: setOf(int(0, needs.resets ? needs.pes - 1 : 0)),
    /** It has seen a read that no program issued. */
    readSpeculatively: flag(needs.isReadSpeculatively),
    /** It was sent a request while the register was not enabled: an unsupported request, on some hosts an SError. */
    refused: flag(needs.refuses),
    /** What its last DMA read gave. */
    lastRead: option(needs.read),
    /** A DMA request that was translated and has not got to memory. Writes are posted: nobody waits for them. */
    inFlight: option(
      record({
        /** 0 a write, 1 a read, 2 a read of before a reset: what it gives is lost. */
        reads: int(0, needs.requests.reads ? (needs.resets ? 2 : 1) : 0),
        location: int(0, underWay(needs) ? needs.locations - 1 : 0),
        /** Of a write. */
        value: needs.written,
        noSnoop: flag(needs.noSnoop && underWay(needs)),
        /** The PTE whose entry translated it, where an invalidation waits for such requests. */
        pte: int(0, needs.drained && underWay(needs) ? needs.locations - 1 : 0),
      }),
    ),
    /** By PTE of its table: what its ATC may hold and the IOTLB need not. (With explicit walks: what it holds.) */
    atc: array(needs.atc.length, (k) => setOf(at(needs.atc, k))),
    /** An invalidation of its ATC was sent to it while it was in reset, and timed out. */
    unanswered: flag(needs.timesOut),
  });
