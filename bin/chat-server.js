#!/usr/bin/env node
import "./check-node.js";

await import("../dist/chat-server.js");
