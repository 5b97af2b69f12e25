import { isRecord } from "../describe-value.ts";
import type { Findings } from "../engine/engine.ts";
import type { Sample } from "./behaviour.ts";
import type { Position } from "../search/breadth-first.ts";

/** States that were written together: their rows, then their parents, then their firings where there are any. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  /** Where in the data it starts. */
  readonly at: number;
}

/** What a checkpoint says beside the states themselves. */
export interface Head {
  /** Bytes at the start of the data that say which model this is. */
  readonly identity: number;
  readonly segments: readonly Segment[];
  readonly withFirings: boolean;
  readonly position: Position;
  readonly findings: Findings;
  readonly samples: readonly Sample[];
  /** Seconds of search, those of earlier sessions included. */
  readonly seconds: number;
}

export function headText(head: Head): string {
  return JSON.stringify(head);
}

/** The head in a text, or null when it is none. */
export function headIn(text: string): Head | null {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) return null;
  const { identity, segments, withFirings, position, findings, samples, seconds } = value;
  if (typeof identity !== "number" || typeof withFirings !== "boolean" || typeof seconds !== "number") {
    return null;
  }
  if (!isListOf(segments, isSegment) || !isListOf(samples, isSample)) return null;
  if (!isPosition(position) || !isFindings(findings)) return null;
  return { identity, segments, withFirings, position, findings, samples, seconds };
}

function isListOf<T>(value: unknown, is: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(is);
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isId(value: unknown): value is number | null {
  return value === null || typeof value === "number";
}

function isSegment(value: unknown): value is Segment {
  return isRecord(value) && isNumber(value["from"]) && isNumber(value["to"]) && isNumber(value["at"]);
}

function isSample(value: unknown): value is Sample {
  return isRecord(value) && isListOf(value["states"], isNumber) && typeof value["digest"] === "string";
}

function isPosition(value: unknown): value is Position {
  return isRecord(value) && isNumber(value["expanded"]) && isListOf(value["levels"], isNumber);
}

function isCount(value: unknown): value is Findings["fired"][number] {
  return isRecord(value) && isNumber(value["fired"]) && isNumber(value["ledToNew"]);
}

function isFindings(value: unknown): value is Findings {
  if (!isRecord(value)) return false;
  const { fired, found, deadlocked, cut } = value;
  const isCut = cut === null || typeof cut === "string";
  return isListOf(fired, isCount) && isListOf(found, isId) && isId(deadlocked) && isCut;
}
