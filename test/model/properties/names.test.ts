import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../../checker/index.ts";
import {
  compile,
  deviceReads,
  everyRequestSnooped,
  noFlushUnless,
  noSnoopBitObeyed,
  type Scenario,
} from "../../../model/index.ts";
import { noSnoopScenario } from "../../../specs/vfio-nosnoop/scenario.ts";
import { settingOf } from "../../specs/vfio-nosnoop/settings.ts";

const named = { name: "claim", because: "a test" };

const compiled = (property: Scenario["properties"][number]) => (): unknown => {
  const variant = "flush-at-map-and-unpin";
  return compile({ ...noSnoopScenario(variant, settingOf(variant)), properties: [property] });
};

describe("properties of devices name what they are about", () => {
  test.each([
    [
      compiled((m) => deviceReads(m, named, ["devise"])),
      /there is no device devise\n.*did you mean device\?/,
    ],
    [compiled((m) => everyRequestSnooped(m, named, ["GPU"])), /there is no device GPU\n.*there is: device/],
    [
      compiled((m) => noSnoopBitObeyed(m, named, [{ device: "device", register: "DEVCTL.NoSnoop" }])),
      /device device: there is no register DEVCTL.NoSnoop\n.*did you mean DEVCTL.NoSnoopEn\?/,
    ],
    [
      compiled((m) =>
        noFlushUnless(m, named, { by: ["host"], unless: [{ page: "config space", offset: 16 }] }),
      ),
      /there is no cell config space\+0x10\n.*there is: .*config space/,
    ],
  ])("%# an unknown name ends in a message that lists those that exist", (build, message) => {
    expect(build).toThrow(Diagnostic);
    expect(build).toThrow(message);
  });
});
