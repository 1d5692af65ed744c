// Bundles the pages' scripts and styles into dist/, from where the binary embeds them.
// dist/ is made new each time, so that nothing stays that no source made.
import { build } from "esbuild";
import { cpSync, existsSync, rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });

await build({
  entryPoints: ["js/main.js", "css/main.css"],
  entryNames: "[name]",
  assetNames: "[name]",
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  loader: { ".svg": "file", ".png": "file", ".woff2": "file" },
  logLevel: "warning",
}).catch(() => process.exit(1)); // esbuild has said already what is wrong, and where

// The chat that other sites hold: one script without dependencies, which finds its chat by its own address.
await build({
  entryPoints: { chat: "embed/chat/main.js" },
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  logLevel: "warning",
}).catch(() => process.exit(1));

// Files that pages name themselves, such as icons.
if (existsSync("static")) cpSync("static", "dist", { recursive: true });
