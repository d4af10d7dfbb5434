/** Bundles the programs and the library into dist/: few files each, because start-up time is a feature. */
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";

rmSync("dist", { recursive: true, force: true });

const lazyStringWidth: Plugin = {
  name: "lazy string-width",
  setup(build) {
    const lazily = resolve("scripts/lazy-string-width.ts");
    build.onResolve({ filter: /^string-width$/ }, ({ importer }) =>
      importer === lazily ? undefined : { path: lazily },
    );
  },
};

const options: BuildOptions = {
  outdir: "dist",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node22",
  minifySyntax: true,
  sourcemap: false,
  legalComments: "none",
  // Some dependencies are CommonJS and call require.
  banner: { js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);' },
  define: {
    "process.env.NODE_ENV": '"production"',
    // yoga-layout loads its WebAssembly through fetch when there is one, which drags in all of undici.
    fetch: "undefined",
  },
  plugins: [lazyStringWidth],
  alias: {
    "react-devtools-core": "./scripts/empty.ts",
    // The other build of it requires its parts in a way that no bundler sees.
    "jsonc-parser": "jsonc-parser/lib/esm/main.js",
  },
  external: ["pino"],
  logLevel: "warning",
};

await build({ ...options, entryPoints: { protocol: "protocol/index.ts" } });
// What hardly any start needs, or the first screen doesn't, stays in files of its own.
const programs: Record<string, string>[] = [
  { "chat-server": "server/main.ts", start: "scripts/start.ts" },
  { "chat-tui": "tui/main.ts", demo: "scripts/demo.ts" },
];
for (const entryPoints of programs) {
  await build({ ...options, entryPoints, splitting: true, chunkNames: "parts/[name]-[hash]" });
}
