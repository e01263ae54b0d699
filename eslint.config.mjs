import next from "eslint-config-next/core-web-vitals";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const noBarrels = [
  {
    selector: "ExportAllDeclaration",
    message: "No barrels: import from the file that has it.",
  },
  {
    selector: "ExportNamedDeclaration[source]",
    message: "No re-exports: import from the file that has it.",
  },
];

const noSystemClock = [
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "CallExpression[callee.name='Date']",
  "CallExpression[callee.object.name='Date'][callee.property.name='now']",
  "MemberExpression[object.name='Temporal'][property.name='Now']",
].map((selector) => ({
  selector,
  message: "Time enters as a parameter called `now`; only lib/platform/clock asks the system.",
}));

const noEnvironment = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: "Read the environment through lib/platform/env.",
  },
];

const spokenAttribute =
  "JSXAttribute[name.name=/^(aria-(label|description|placeholder|roledescription|valuetext)|title|placeholder|alt|label|description|errorMessage)$/]";
const word = "[value=/[A-Za-z]/]";
const rawWord = "TemplateElement[value.raw=/[A-Za-z]/]";

const noTextOutsideCatalogues = [
  `${spokenAttribute} > Literal${word}`,
  `${spokenAttribute} > JSXExpressionContainer > Literal${word}`,
  `${spokenAttribute} > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > Literal${word}`,
  `${spokenAttribute} > JSXExpressionContainer > TemplateLiteral > ${rawWord}`,
  `:matches(JSXElement, JSXFragment) > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > Literal${word}`,
  "VariableDeclarator[id.name='metadata'] Property[key.name=/^(title|description)$/] > Literal[value!='Counterfoil']",
].map((selector) => ({ selector, message: "Visible text comes from a catalogue in locales/." }));

/** `no-restricted-syntax` is replaced, not merged, by a later block, so each block states its whole list. */
const forbidSyntax = (...lists) => ({ "no-restricted-syntax": ["error", ...lists.flat()] });

export default defineConfig(
  globalIgnores([
    ".next/",
    ".counterfoil/",
    "lib/platform/generated/",
    "next-env.d.ts",
    "playwright-report/",
    "test-results/",
    "bench/.data/",
  ]),
  next,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
    },
  },
  {
    rules: {
      "max-lines": ["error", 250],
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
      complexity: ["error", { max: 8, variant: "modified" }],
      "no-console": "error",
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["../*"], message: "Use the path alias @/." }] },
      ],
      eqeqeq: ["error", "always", { null: "ignore" }],
      ...forbidSyntax(noBarrels),
    },
  },
  {
    files: ["{app,components,lib,prisma}/**/*.{ts,tsx}", "*.ts"],
    ignores: ["*.config.ts"],
    rules: forbidSyntax(noBarrels, noSystemClock, noEnvironment),
  },
  {
    files: ["{app,components}/**/*.tsx"],
    rules: {
      ...forbidSyntax(noBarrels, noSystemClock, noEnvironment, noTextOutsideCatalogues),
      "react/jsx-no-literals": [
        "error",
        {
          noStrings: true,
          ignoreProps: true,
          allowedStrings: [
            "Counterfoil",
            "·",
            "•",
            "••••••••",
            "–",
            "—",
            "/",
            ":",
            "×",
            "…",
            "(",
            ")",
            ",",
            " ",
            "→",
            "←",
          ],
        },
      ],
    },
  },
  { files: ["*.config.mjs"], rules: { "import/no-anonymous-default-export": "off" } },
  { files: ["lib/platform/clock.ts"], rules: forbidSyntax(noBarrels, noEnvironment) },
  { files: ["lib/platform/env.ts", "instrumentation.ts"], rules: forbidSyntax(noBarrels, noSystemClock) },
  {
    files: [
      "lib/platform/logger.ts",
      "scripts/*.mjs",
      "scripts/**/{main,reporter}.ts",
      "sandbox/main.ts",
      "bench/**",
    ],
    rules: { "no-console": "off" },
  },
  {
    files: ["**/*.test.{ts,tsx}", "e2e/**/*.ts"],
    rules: {
      "max-lines": ["error", 500],
      "max-lines-per-function": "off",
      // Playwright hands a fixture on by calling a function named `use`.
      "react-hooks/rules-of-hooks": "off",
    },
  },
);
