#!/usr/bin/env node
import { register as registerTypeScript } from "tsx/esm/api";

registerTypeScript({ tsconfig: false });
await import("../bench/main.ts");
