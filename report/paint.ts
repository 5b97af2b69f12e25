import type { Verdict } from "../checker/result.ts";

/** Text roles. Reports say what a text is; only this file knows what that looks like. */
export interface Paint {
  readonly verdict: (verdict: Verdict, text: string) => string;
  readonly title: (text: string) => string;
  readonly hardware: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly alarm: (text: string) => string;
}

const asIs = (text: string): string => text;

/** No escape codes at all. */
export const plain: Paint = {
  verdict: (_, text) => text,
  title: asIs,
  hardware: asIs,
  quiet: asIs,
  alarm: asIs,
};

const verdictCodes: Readonly<Record<Verdict, string>> = {
  PROVED: "32",
  REFUTED: "31",
  UNDECIDED: "33",
  VACUOUS: "35",
};

const coloured: Paint = {
  verdict: (verdict, text) => sgr(`1;${verdictCodes[verdict]}`, text),
  title: (text) => sgr("1", text),
  hardware: (text) => sgr("3;36", text),
  quiet: (text) => sgr("2", text),
  alarm: (text) => sgr("1;31", text),
};

/** The paint of a report. */
export function paintFor(colour: boolean): Paint {
  return colour ? coloured : plain;
}

function sgr(codes: string, text: string): string {
  return text === "" ? "" : `\u001b[${codes}m${text}\u001b[0m`;
}
