import { arm64, atWork, bitSetFirst, enforced, overwritten, row, type Row } from "./answers.ts";
import type { NoSnoopVariant } from "./variants.ts";

/** The variants in which the guest's driver hands a buffer to the device. */
type WithDriver =
  | "group-replaced"
  | "flushed-buffer"
  | "uncached-buffer"
  | "pat-ignored"
  | "s2fwb"
  | "wbinvd-emulated"
  | "wbinvd-not-emulated"
  | "wbinvd-on-this-cpu-alone";

/** Their rows. */
export const withDriver: Readonly<Record<WithDriver & NoSnoopVariant, Row>> = {
  "group-replaced": row({
    absent: [atWork],
    answers: { "latest-guest-data": "REFUTED", "no-resurrection": "REFUTED" },
    because: {
      "no-stale-data-after-pin":
        "memory was flushed when the host's data was still there: what can be stale is the guest's",
      "latest-guest-data":
        "by design: what the guest wrote meanwhile for coherent devices is dirty, and dma->cache_flush_required still set",
      "no-resurrection": "the same dirty line of the guest's",
    },
    flips: [
      arm64,
      {
        setting: { replay: "always" },
        because: "a replay that flushes whatever the flag says writes the guest's data back",
        answers: { "latest-guest-data": "PROVED", "no-resurrection": "PROVED" },
      },
      {
        setting: { driver: "flushes" },
        because: "a guest that flushes before it plugs the device in needs no help",
        answers: { "latest-guest-data": "PROVED", "no-resurrection": "PROVED" },
      },
      enforced,
    ],
  }),
  "flushed-buffer": row({
    absent: [atWork, bitSetFirst, overwritten],
    because: { "latest-guest-data": "the guest's CLFLUSH is not virtualised: it reaches every cache" },
    flips: [arm64],
  }),
  "uncached-buffer": row({
    absent: [atWork, bitSetFirst],
    answers: { "latest-guest-data": "REFUTED" },
    because: {
      "no-resurrection": "the guest's stores go to memory: nothing of the buffer is dirty",
      "latest-guest-data":
        "the host's linear map is cacheable and may have fetched the zeroes: a request that is snooped after all hits them",
    },
    flips: [
      arm64,
      { setting: { guestAttr: "UC" }, because: "UC looks into its own CPU's cache only", answers: {} },
      {
        setting: { registration: "after-map" },
        because: "a page that KVM has mapped before that is WB for the guest, whatever its PAT says",
        answers: { "pat-consistent": "REFUTED", "no-resurrection": "REFUTED" },
      },
      {
        setting: { registration: "dropped-early" },
        because: "a page that KVM maps after that is, while the device still works",
        answers: { "pat-consistent": "REFUTED", "no-resurrection": "REFUTED" },
      },
    ],
  }),
  "pat-ignored": row({
    absent: [atWork, bitSetFirst],
    answers: {
      "pat-consistent": "REFUTED",
      "no-resurrection": "REFUTED",
      "latest-guest-data": "REFUTED",
    },
    because: {
      "no-resurrection": "what the guest thinks it has in memory is dirty in the cache",
      "latest-guest-data": "what the guest thinks it has in memory is dirty in the cache",
    },
    flips: [enforced],
  }),
  s2fwb: row({
    absent: [atWork, bitSetFirst],
    answers: {
      "pat-consistent": "REFUTED",
      "no-resurrection": "REFUTED",
      "latest-guest-data": "REFUTED",
    },
    because: { "no-resurrection": "what the guest thinks it has in memory is dirty in the cache" },
    flips: [
      {
        setting: { s2fwb: "no" },
        because: "stage 2 leaves Normal-NC as it is; a snooped request may still hit the host's clean copy",
        answers: { "pat-consistent": "PROVED", "no-resurrection": "PROVED" },
      },
    ],
  }),
  "wbinvd-emulated": row({
    absent: [atWork, bitSetFirst, overwritten],
    because: { "latest-guest-data": "wbinvd_dirty_mask names the CPU that the vCPU came from" },
    flips: [
      {
        setting: { wbinvd: "at-vcpu-load" },
        because: "wbinvd_on_cpu() has flushed the old CPU when the guest goes on",
        answers: {},
      },
    ],
  }),
  "wbinvd-not-emulated": row({
    absent: [atWork, bitSetFirst],
    answers: { "no-resurrection": "REFUTED", "latest-guest-data": "REFUTED" },
    flips: [enforced],
  }),
  "wbinvd-on-this-cpu-alone": row({
    absent: [atWork, bitSetFirst],
    answers: { "no-resurrection": "REFUTED", "latest-guest-data": "REFUTED" },
    because: { "no-resurrection": "the dirty line is in the cache of the CPU that the vCPU came from" },
  }),
};
