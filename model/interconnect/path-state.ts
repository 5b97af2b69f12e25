import { int, queue, record, setOf } from "../../checker/schema/constructors.ts";

/**
 * The state of a path: requests by their index in `Path.requests`.
 *
 * @param requests how many accesses of programs may send one
 * @param unordered whether it acknowledges writes that have no place yet
 */
export const pathDomain = (requests: number, unordered: boolean) => {
  const request = int(0, Math.max(0, requests - 1));
  return record({
    /** Sent and acknowledged by the PE's side, but without a place on the path yet: in no order with others. */
    unordered: setOf(unordered ? request : int(0, 0)),
    /** On the path, the oldest first. */
    queue: queue(requests, request),
  });
};
