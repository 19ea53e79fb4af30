/**
 * Option of a field that is worked out from other departments' fields (`@requires`), on a type that this department owns
 * itself; Pothos types it on external references alone. The gateway brings `fields` along in the representation.
 */
export const requires = (fields: string): object => ({ requires: { selection: fields } });
