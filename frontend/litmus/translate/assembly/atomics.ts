import type { Rmw } from "../../../../model/index.ts";
import { sizeOf } from "./accesses.ts";
import { plainlyAddressed } from "./address.ts";
import type { Family, Translator } from "./operation.ts";
import { registerName, valueOf } from "./registers.ts";

/** SWP, CAS, LD<op> and ST<op> in all orderings (FEAT_LSE). */
export const atomics: Family = (mnemonic) => {
  const match = /^(SWP|CAS|LD(?:ADD|SET|CLR|EOR)|ST(?:ADD|SET|CLR|EOR))(AL|A|L)?$/.exec(mnemonic);
  const [, name, ordering = ""] = match ?? [];
  if (name === undefined) return null;
  const order = { acquire: ordering.includes("A"), release: ordering.includes("L") };
  if (name === "CAS") return comparing(order);
  const operation = OPERATIONS[name.slice(-3)];
  if (operation === undefined) return null;
  if (!name.startsWith("ST")) return updating(operation, order, true);
  // The ST<op> forms have no acquire.
  return order.acquire ? null : updating(operation, order, false);
};

export const atomicMnemonics = (): readonly string[] =>
  ["SWP", "CAS", ...["ADD", "SET", "CLR", "EOR"].flatMap((op) => [`LD${op}`, `ST${op}`])].flatMap((name) =>
    (name.startsWith("ST") ? ["", "L"] : ["", "A", "L", "AL"]).map((order) => `${name}${order}`),
  );

type Ordering = Pick<Rmw, "acquire" | "release">;

const OPERATIONS: Readonly<Record<string, Rmw["operation"]>> = {
  SWP: "swap",
  ADD: "add",
  SET: "set",
  CLR: "clear",
  EOR: "xor",
};

/** CAS keeps its acquire, and is a load, even where nobody reads what it loads (Arm ARM C6.2, CAS). */
const comparing =
  (order: Ordering): Translator =>
  (operands) => {
    const old = operands.register();
    const value = operands.register();
    return [
      {
        kind: "rmw",
        operation: "cas",
        register: registerName(old),
        compare: valueOf(old),
        value: valueOf(value),
        address: plainlyAddressed(operands),
        ...order,
        ...sizeOf(value),
      },
    ];
  };

/** Without a destination, or with the zero register as one, no register is written: that counts in what it orders. */
const updating =
  (operation: Rmw["operation"], order: Ordering, returns: boolean): Translator =>
  (operands) => {
    const value = operands.register();
    const target = returns ? operands.register() : null;
    const unread = target === null || target.zero;
    return [
      {
        kind: "rmw",
        operation,
        register: unread ? null : registerName(target),
        value: valueOf(value),
        address: plainlyAddressed(operands),
        ...order,
        ...sizeOf(value),
      },
    ];
  };
