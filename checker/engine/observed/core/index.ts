// The core of the observed engine: it moves packed rows through decision tries and a visited table, and knows nothing of
// the model. Written in AssemblyScript: TypeScript with machine types, where `load` and `store` reach into memory.

export { batch, recordBytes, recordRow } from "./batch";
export * from "./canonical";
export * from "./settings";
export { attend, emit, emitFrom, expand, expanding, expandRows, successorRow, work } from "./expand";
export {
  acceptStored,
  find,
  flush,
  forgetReserved,
  receive,
  renumber,
  unusedBegin,
  unusedEnd,
} from "./pending";
export { growTo } from "./table";
