import type { Instruction, Program } from "../../../model/index.ts";
import type { AssemblyInstruction, Column, Operand, Span } from "../syntax.ts";
import { assemble } from "./assembly/assemble.ts";
import { OperandReader } from "./assembly/operand-reader.ts";
import type { Operation } from "./assembly/operation.ts";
import { NOWHERE } from "./assembly/registers.ts";
import { whatExists, type Complaints } from "./diagnostics.ts";

/** A thread as a program of the machine. */
export interface ThreadProgram {
  readonly program: Program;
  /** By label of the machine: the labels of the file that stand at the instruction. */
  readonly labels: ReadonlyMap<string, readonly string[]>;
}

/**
 * The program of a thread: its column, and its handler. An assembly instruction becomes one or more of the machine;
 * they carry its text and line, and the first one its label. Where several labels stand, the first one names the place.
 */
export function threadProgram(
  main: Column | null,
  handler: Column | null,
  bound: number,
  complaints: Complaints,
): ThreadProgram {
  const places = [...placesOf(main), ...placesOf(handler)];
  const names = new Map(places.flatMap((place) => place.labels.map((label) => [label, place] as const)));
  const resolve = (label: string, at: Span): Place => {
    const place = names.get(label);
    if (place !== undefined) return place;
    throw complaints.mistake(
      at,
      `the label ${label} does not exist in this thread`,
      names.size === 0 ? "no label does" : whatExists(label, [...names.keys()]),
    );
  };
  const code = (column: Column | null): readonly Instruction[] =>
    places
      .filter((place) => place.column === column)
      .flatMap((place) => instructionsAt(place, { resolve, bound, complaints }));
  return {
    program: {
      instructions: code(main),
      ...(handler === null ? {} : { handler: code(handler) }),
    },
    labels: new Map(
      places.flatMap((place) => (place.labels.length === 0 ? [] : [[machineLabel(place), place.labels]])),
    ),
  };
}

/** An instruction of a column, or its end, with the labels that stand there. */
interface Place {
  readonly column: Column;
  /** Position in the column. */
  readonly index: number;
  readonly labels: readonly string[];
  /** null: the end. */
  readonly instruction: AssemblyInstruction | null;
  readonly at: Span;
}

function placesOf(column: Column | null): readonly Place[] {
  if (column === null) return [];
  const places: Place[] = [];
  let labels: string[] = [];
  for (const { labels: here, instruction, at } of column.cells) {
    labels.push(...here.map(({ name }) => name));
    if (instruction === null) continue;
    places.push({ column, index: places.length, labels, instruction, at });
    labels = [];
  }
  if (labels.length > 0)
    places.push({ column, index: places.length, labels, instruction: null, at: column.at });
  return places;
}

/** "end" has a meaning of its own to the machine. */
const machineLabel = ({ labels: [first = ""] }: Place): string =>
  first === "end" ? "end of the test" : first;

interface Surroundings {
  readonly resolve: (label: string, at: Span) => Place;
  readonly bound: number;
  readonly complaints: Complaints;
}

function instructionsAt(place: Place, surroundings: Surroundings): readonly Instruction[] {
  const { complaints } = surroundings;
  const located = {
    kernel: place.instruction?.text ?? `${place.labels.join(": ")}:`,
    source: complaints.source(place.instruction?.at ?? place.at),
  };
  return operationsAt(place, surroundings).map((operation, i): Instruction => ({
    ...operation,
    ...located,
    ...(i === 0 && place.labels.length > 0 ? { label: machineLabel(place) } : {}),
  }));
}

function operationsAt(place: Place, { resolve, bound, complaints }: Surroundings): readonly Operation[] {
  const { instruction } = place;
  // The end is an instruction that does nothing, so that it can be gone to.
  if (instruction === null) return [{ kind: "let", register: NOWHERE, value: { op: "const", value: 0n } }];
  let backwards = false;
  const labelled = (label: string, operand: Operand): string => {
    const target = resolve(label, operand.at);
    backwards = target.column === place.column && target.index <= place.index;
    if (instruction.mnemonic !== "ADR" && target.column !== place.column)
      throw complaints.unsupported(
        operand.at,
        `${instruction.text}: the label ${label} stands in another column`,
        "a handler goes back by ERET",
      );
    return machineLabel(target);
  };
  const operations = assemble(new OperandReader(instruction, complaints, labelled));
  return operations.map((operation) =>
    operation.kind === "branch" && backwards ? { ...operation, bound } : operation,
  );
}
