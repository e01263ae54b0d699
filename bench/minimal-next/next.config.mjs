import { resolve } from "node:path";

// Built in bench/.data/minimal-next, with the packages of the repository.
/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg"],
  turbopack: { root: resolve(import.meta.dirname, "../../..") },
};

export default config;
