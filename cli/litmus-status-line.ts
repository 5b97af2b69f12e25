import { basename } from "node:path";
import { performance } from "node:perf_hooks";
import { litmusStatusLine } from "../report/terminal/status-line.ts";
import type { Output } from "./output.ts";

/** How often the time is renewed while a test takes long, in milliseconds. */
const interval = 500;

/** The status line while litmus tests run: how many have ended, and which was begun last. */
export class LitmusStatusLine {
  private readonly tests: number;
  private readonly output: Output;
  private readonly started = performance.now();
  private readonly timer: NodeJS.Timeout;
  private latest = "";
  private finished = 0;

  constructor(tests: number, output: Output) {
    this.tests = tests;
    this.output = output;
    this.timer = setInterval(() => this.show(), interval);
  }

  begin(file: string, finished: number): void {
    this.finished = finished;
    this.latest = basename(file, ".litmus");
    this.show();
  }

  end(): void {
    clearInterval(this.timer);
    this.output.clearStatus();
  }

  private show(): void {
    const seconds = (performance.now() - this.started) / 1000;
    const { finished, tests, latest } = this;
    this.output.status((width) => litmusStatusLine({ finished, tests, seconds, latest }, width));
  }
}
