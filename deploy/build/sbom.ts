import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { installedInProduction, readLock } from "./lock-file.ts";

/** What npm says of one package, as far as it is looked at here. */
interface Component {
  readonly "bom-ref": string;
  readonly name: string;
}

/** A CycloneDX document, as far as it is looked at here. */
export interface Bom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly {
    readonly ref: string;
    readonly dependsOn?: readonly string[];
  }[];
}

/**
 * The bill of materials of production, in CycloneDX, from package-lock.json. npm writes that of everything and its parts for development are
 * left out here: its own `--omit=dev` also leaves out what development and production share, such as `graphql`.
 */
export async function productionBom(): Promise<Bom> {
  const sbom = ["sbom", "--package-lock-only", "--sbom-type=application", "--sbom-format=cyclonedx"];
  const { stdout } = await promisify(execFile)("npm", sbom, {
    maxBuffer: 2 ** 26,
  });
  const whole = JSON.parse(stdout) as Bom;
  const lock = readLock();
  const kept = new Set(installedInProduction(lock.packages).map(({ name, version }) => `${name}@${version}`));
  return {
    ...whole,
    metadata: {
      ...whole.metadata,
      component: { ...whole.metadata.component, name: lock.name },
    },
    components: whole.components.filter((component) => kept.has(component["bom-ref"])),
    dependencies: whole.dependencies
      .filter(({ ref }) => kept.has(ref))
      .map(({ ref, dependsOn = [] }) => ({
        ref,
        dependsOn: dependsOn.filter((name) => kept.has(name)),
      })),
  };
}

if (import.meta.filename === process.argv[1])
  process.stdout.write(`${JSON.stringify(await productionBom(), null, 2)}\n`);
