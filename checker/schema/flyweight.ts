import { ArrayView } from "./array-view.ts";
import { Cell } from "./cell.ts";
import type { Place } from "./place.ts";
import { QueueView } from "./queue-view.ts";
import { RecordView } from "./record-view.ts";
import { Row } from "./row.ts";
import { SetView } from "./set-view.ts";

/**
 * Accessors over a working row. All are made in advance and belong to their place: a structure that a recipe was
 * given always shows what is at that place now, and assigning a structure copies it.
 */
export class Accessors {
  readonly row: Row;
  /** What the state itself reads as. */
  readonly root: Cell;

  constructor(place: Place) {
    this.row = new Row(place.slot + place.slots);
    this.root = this.#cell(place);
  }

  #cell(place: Place): Cell {
    return new Cell(this.row, place, this.#view(place));
  }

  #view(place: Place): object | null {
    switch (place.kind) {
      case "leaf":
      case "wide":
        return null;
      case "maybe":
        return this.#view(place.of);
      case "set":
        return new SetView(place, this.row);
      case "queue":
        return new QueueView(place, this.row, this.#cells(place.items));
      case "array":
        return new ArrayView(place, this.row, this.#cells(place.items));
      case "record":
        return new RecordView(place, this.#cells(place.fields));
    }
  }

  #cells(places: readonly Place[]): readonly Cell[] {
    return places.map((place) => this.#cell(place));
  }
}
