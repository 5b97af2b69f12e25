import { descriptor, ioDescriptor } from "../../model/index.ts";

/** What the page holds: of its former owner, zeroed for its new one, of the guest, of the device. */
export const SECRET = 0x5ec7e7n;
export const ZERO = 0n;
export const GUEST_DATA = 0x9e57n;
export const DMA_DATA = 0xd37an;

/** A page of physical memory, where the kernel has it, and where its descriptor is. */
export interface Place {
  readonly name: string;
  readonly pa: bigint;
  readonly va: bigint;
  readonly pte: bigint;
}

const PAGE_OFFSET = 0xffff_8880_0000_0000n;
const PTES = 0xffff_8890_0000_0000n;

const names = new Map<bigint, string>();

function place(name: string, number: bigint): Place {
  const pa = 0x1000_0000n + (number << 12n);
  names.set(pa, name);
  return { name, pa, va: PAGE_OFFSET + (number << 12n), pte: PTES + (number << 3n) };
}

/** The name of the page at an address. */
export const placeAt = (pa: bigint): string => names.get(pa) ?? `0x${pa.toString(16)}`;

/** The page that goes to the guest. */
export const page = place("page", 0n);
/** The one that it was allocated as, where it migrates. */
export const oldPage = place("old page", 1n);
/** The page by the mapping of whoever owns it, where the kernel's linear map lacks it. */
export const ownersMapping: Place = { ...place("owner's mapping of page", 2n), pa: page.pa };
/** A BAR of another device, which a VM with peer-to-peer DMA maps too. */
export const bar = place("BAR", 3n);

/** Fields of struct vfio_iommu and struct vfio_dma: one cell each, coherent whatever the type. */
export const hasNoncoherentDomain = place("has_noncoherent_domain", 4n);
export const domainList = place("domain_list", 5n);
export const dmaList = place("dma_list", 6n);
export const cacheFlushRequired = place("dma->cache_flush_required", 7n);
/** What tells one thread of another. */
export const unpinned = place("unpinned", 8n);
export const hotplugRequest = place("hotplug request", 9n);
export const migrated = place("vcpu->cpu", 10n);
export const flushedByIpi = place("wbinvd_ipi done", 11n);

/** kvm->arch.noncoherent_dma_count, and whether the page is in the guest's memory. */
export const noncoherentDmaCount = place("noncoherent_dma_count", 15n);
export const memslot = place("memslot", 16n);

/** Configuration space of the function: Device Control's No Snoop Enable, and Bus Master Enable. */
export const configSpace = place("config space", 12n);
export const NO_SNOOP_ENABLE = 0;
export const BUS_MASTER = 8;
/** Where vfio keeps the guest's view of it: vdev->vconfig. */
export const vconfig = place("vconfig", 13n);
/** Of the function in the group that comes later. */
export const otherConfigSpace = place("config space of the other function", 14n);

/** Guest physical memory, as the guest's loads and stores get to the page; its SPTE says by which type. */
export const guestPage = { name: "guest page", va: 0x7000_0000n, spte: PTES + 0x1000n };

/** What I/O page tables map. */
export interface Iova {
  readonly name: string;
  readonly va: bigint;
  readonly pte: bigint;
}

export const iova: Iova = { name: "A", va: 0x4000_0000n, pte: PTES + 0x2000n };
/** The same address in the domain of the other group. */
export const otherIova: Iova = { ...iova, pte: PTES + 0x3000n };

/** I/O page descriptors of the page: requests keep their No Snoop attribute, or lose it. */
export const ioMapping = ioDescriptor({ oa: page.pa });
export const snoopedIoMapping = ioDescriptor({ oa: page.pa, snoop: true });

/** Indices in the PAT, and in MAIR_EL1, as Linux has them: what is WC on x86 is Normal-NC on arm64. */
const attributes = {
  x86: { WB: 0, WC: 1, UC: 3, device: 3 },
  arm64: { WB: 0, WC: 2, UC: 3, device: 4 },
} as const;

export type Attribute = keyof (typeof attributes)["x86"];

/** A CPU's descriptor of a page. */
export const mappingOf = (
  { pa }: Pick<Place, "pa">,
  arch: keyof typeof attributes,
  attribute: Attribute,
): bigint => descriptor({ oa: pa, attributes: attributes[arch][attribute] });
