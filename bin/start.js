#!/usr/bin/env node
import "./check-node.js";

await import("../dist/start.js");
