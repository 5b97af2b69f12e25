import type { Paint } from "./paint.ts";

/** What a terminal report is drawn on: how wide, and in which paint. */
export interface Canvas {
  readonly width: number;
  readonly paint: Paint;
}
