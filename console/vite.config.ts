import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressed } from "./build/compressed.ts";
import { lean } from "./build/lean.ts";

/** Prettier comes with the first press of its button, and not before: such chunks lie apart. */
const output = {
  chunkFileNames: ({ moduleIds }: { readonly moduleIds: readonly string[] }) =>
    moduleIds.some((id) => id.includes("/node_modules/prettier/"))
      ? "assets/on-demand/[name]-[hash].js"
      : "assets/[name]-[hash].js",
};

/** The gateway serves `dist/index.html` at GET /graphql and everything else below /graphql/assets/. */
export default defineConfig({
  base: "/graphql/",
  plugins: [react(), lean(), compressed()],
  worker: { format: "es", plugins: () => [lean()], rolldownOptions: { output } },
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    // Nothing inline: fonts and pictures come from our own origin, so the content security policy stays short.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 3000,
    reportCompressedSize: false,
    rolldownOptions: { output, checks: { moduleLevelDirective: false } },
  },
});
