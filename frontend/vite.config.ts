import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const OUT = fileURLToPath(new URL("../src/samut/web/static/build", import.meta.url));

/** WhiteNoise serves a file's .br or .gz neighbour where there is one: make them once, here. */
function compressed(): Plugin {
  return {
    name: "samut-compressed",
    apply: "build",
    async closeBundle() {
      for (const name of await readdir(OUT, { recursive: true })) {
        if (!/\.(css|js|mjs)$/.test(name)) continue;
        const content = await readFile(`${OUT}/${name}`);
        await writeFile(`${OUT}/${name}.br`, await promisify(brotliCompress)(content));
        await writeFile(`${OUT}/${name}.gz`, await promisify(gzip)(content, { level: 9 }));
      }
    },
  };
}

const CARRIED = ["maplibre-gl/LICENSE.txt", "@fontsource/sarabun/LICENSE"];

/** The licences of what the build carries go along with it. */
function licences(): Plugin {
  return {
    name: "samut-licences",
    apply: "build",
    async generateBundle() {
      const texts = CARRIED.map(async (name) => {
        const text = await readFile(new URL(`node_modules/${name}`, import.meta.url), "utf8");
        return `${name.slice(0, name.lastIndexOf("/"))}\n\n${text}`;
      });
      const source = (await Promise.all(texts)).join("\n\n");
      this.emitFile({ type: "asset", fileName: "third-party-licences.txt", source });
    },
  };
}

export default defineConfig({
  // Relative addresses: the files stand wherever the site's static files stand.
  base: "./",
  plugins: [compressed(), licences()],
  build: {
    outDir: OUT,
    // build.py sweeps: a running site still serves the files of the build it started with.
    emptyOutDir: false,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    target: "es2021",
    cssTarget: ["chrome90", "firefox90", "safari14"],
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: ["src/site.css", "src/work.css", "src/app.ts", "src/map.ts", "src/passkeys.ts", "src/review.ts"],
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
});
