import { readdirSync } from "node:fs";
import js from "@eslint/js";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

const io = ["node:fs", "node:fs/promises", "node:http", "node:https", "node:net", "node:child_process", "pg", "undici"];

const DEMO = { group: ["**/demo/**"], message: "The product works without the demo." };
const TESTS = { group: ["**/tests/**"], message: "Nothing imports tests." };

/** A wall of the house: files of `room` may not import what `forbidden` names; nor the demo, unless `withDemo`. */
const wall = (room, message, forbidden, { paths = [], withDemo = false } = {}) => ({
  files: room,
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          ...(forbidden.length > 0 ? [{ group: forbidden, message }] : []),
          ...(withDemo ? [] : [DEMO]),
          TESTS,
        ],
        paths: paths.map((name) => ({ name, message })),
      },
    ],
  },
});

/** Every department and service: the folders beside the kit. */
const departments = readdirSync(new URL("subgraphs", import.meta.url)).filter((folder) => folder !== "kit");

export default tseslint.config(
  // The examples are an app's own code, beside a client that is written when one follows them.
  { ignores: ["examples/**", "**/generated/**", "**/dist/**", ".hub/**", "node_modules/**"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ["**/*.ts", "**/*.tsx"] })),
  {
    files: ["**/*.ts", "**/*.tsx"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "import-x": importX },
    rules: {
      "import-x/no-cycle": ["error", { ignoreExternal: true }],
      "import-x/no-duplicates": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "max-lines-per-function": ["error", { max: 60, skipComments: true, skipBlankLines: true }],
    },
    settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".tsx", ".js", ".json"] })] },
  },
  {
    // A subgraph's types, lists and relations are declared in one callback each: lines of data, not of control flow.
    files: ["subgraphs/**/*.ts"],
    rules: { "max-lines-per-function": ["error", { max: 80, skipComments: true, skipBlankLines: true }] },
  },
  {
    // Jest's matchers and stories: a test may be long, and a matcher such as expect.any() is typed `any`.
    files: ["**/*.test.ts", "**/fixtures/**/*.ts", "tests/**/*.ts"],
    rules: { "max-lines-per-function": "off", "@typescript-eslint/no-unsafe-assignment": "off" },
  },
  wall(["gateway/**/*.ts", "schema/**/*.ts", "subgraphs/**/*.ts"], "", []),
  wall(["demo/**/*.ts", "deploy/**/*.ts", "bench/**/*.ts"], "", [], { withDemo: true }),
  wall(["gateway/decide/**/*.ts"], "decide/ is pure: no I/O.", ["**/upstream/**"], { paths: io }),
  wall(["schema/**/*.ts"], "schema/ is pure: no I/O.", ["**/gateway/**", "**/subgraphs/**"], { paths: io }),
  wall(["database/**/*.ts", "host/**/*.ts"], "database/ and host/ know no other room.", ["../*/**"]),
  wall(["ledger/**/*.ts"], "The ledger knows nothing of GraphQL.", ["**/gateway/**", "**/subgraphs/**", "graphql"]),
  wall(
    ["ledger/tree/**/*.ts"],
    "tree/ is pure arithmetic: no I/O.",
    ["**/gateway/**", "**/store/**", "**/witness/**"],
    { paths: io },
  ),
  wall(["subgraphs/kit/**/*.ts"], "Subgraphs never import the gateway.", ["**/gateway/**"]),
  ...departments.map((department) =>
    wall([`subgraphs/${department}/**/*.ts`], "Subgraphs never import the gateway nor each other.", [
      "**/gateway/**",
      ...departments.filter((other) => other !== department).map((other) => `**/${other}/**`),
    ]),
  ),
  wall(["console/**/*.ts", "console/**/*.tsx"], "The console talks to the public graph only.", [
    "**/gateway/**",
    "**/subgraphs/**",
    "**/ledger/**",
  ]),
  {
    files: ["**/*.js"],
    languageOptions: { globals: { process: "readonly", globalThis: "readonly", URL: "readonly" } },
  },
  {
    // Tests may reach the harness in tests/.
    files: ["**/*.test.ts", "tests/**/*.ts"],
    rules: { "no-restricted-imports": "off" },
  },
  prettier,
);
