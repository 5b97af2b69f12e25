import type { Load, LoadOrder, Store, StoreOrder } from "../../../../model/index.ts";
import type { Register } from "../../syntax.ts";
import { addressed, changesItsBase, plainlyAddressed } from "./address.ts";
import type { Family, Translator } from "./operation.ts";
import { registerName, valueOf } from "./registers.ts";

/** LDR, STR, LDAR, STLR, LDAPR and their unscaled forms; LDXR, LDAXR, STXR, STLXR. */
export const accesses: Family = (mnemonic) => translators[mnemonic] ?? null;

export const accessMnemonics = (): readonly string[] => Object.keys(translators);

/** A W register moves 32 bits. */
export const sizeOf = ({ bits }: Register): { readonly bits?: 32 } => (bits === 32 ? { bits: 32 } : {});

const indexed =
  (order: LoadOrder): Translator =>
  (operands) => {
    const target = operands.register();
    const address = addressed(operands);
    const written = registerName(target);
    if (changesItsBase(address, written))
      throw operands.unsupported("what a load into its own base register leaves there is unpredictable");
    const load: Omit<Load, "kernel"> = {
      kind: "load",
      register: written,
      address: address.address,
      order,
      ...sizeOf(target),
    };
    return [load, ...address.after];
  };

const simple =
  (order: LoadOrder, exclusive: boolean): Translator =>
  (operands) => {
    const target = operands.register();
    const address = plainlyAddressed(operands);
    const access = {
      kind: "load",
      register: registerName(target),
      address,
      order,
      ...sizeOf(target),
    } as const;
    return [exclusive ? { ...access, exclusive: true } : access];
  };

const storing =
  (order: StoreOrder): Translator =>
  (operands) => {
    const value = operands.register();
    const address =
      order === "plain" ? addressed(operands) : { address: plainlyAddressed(operands), after: [] };
    const store: Omit<Store, "kernel"> = {
      kind: "store",
      value: valueOf(value),
      address: address.address,
      order,
      ...sizeOf(value),
    };
    return [store, ...address.after];
  };

const storingExclusive =
  (order: StoreOrder): Translator =>
  (operands) => {
    const status = operands.register();
    const value = operands.register();
    const address = plainlyAddressed(operands);
    return [
      {
        kind: "store-exclusive",
        status: registerName(status),
        value: valueOf(value),
        address,
        order,
        ...sizeOf(value),
      },
    ];
  };

const translators: Readonly<Record<string, Translator>> = {
  LDR: indexed("plain"),
  LDUR: indexed("plain"),
  LDAR: simple("acquire", false),
  LDAPR: simple("acquirePC", false),
  LDAPUR: indexed("acquirePC"),
  LDXR: simple("plain", true),
  LDAXR: simple("acquire", true),
  STR: storing("plain"),
  STUR: storing("plain"),
  STLR: storing("release"),
  STXR: storingExclusive("plain"),
  STLXR: storingExclusive("release"),
};
