import { existsSync, readFileSync } from "node:fs";

import { parse } from "yaml";

/** A file's text. Throws the system's error. */
export const readTextFile = (path: string): string => readFileSync(path, "utf8");

/** A YAML file's content, unchecked. Throws the system's error, or that of the parser. */
export const readYamlFile = (path: string): unknown => parse(readTextFile(path));

/** A JSON file's content, unchecked; undefined when there is no such file. */
export const readJsonFile = (path: string): unknown =>
  existsSync(path) ? (JSON.parse(readTextFile(path)) as unknown) : undefined;
