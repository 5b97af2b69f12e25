import type { Domain } from "./domain.ts";
import { hex } from "./value-text.ts";

/** A domain in a few words, to finish the sentence "value 7 is outside ...". */
export function domainText(domain: Domain): string {
  switch (domain.kind) {
    case "int":
      return `${domain.lo}..${domain.hi}`;
    case "bool":
      return "false, true";
    case "oneOf":
      return domain.names.join(", ");
    case "word64":
      return domain.among === null ? "the 64-bit words (bigint)" : domain.among.map(hex).join(", ");
    case "option":
      return `null or ${domainText(domain.of)}`;
    case "setOf":
      return `the sets of ${domainText(domain.of)}`;
    case "queue":
      return `the queues of at most ${domain.capacity} elements`;
    case "array":
      return `the arrays of ${domain.items.length} elements`;
    case "record":
      return `the records of ${Object.keys(domain.fields).join(", ")}`;
  }
}
