/** Reading a model's card: the API leaves the shape of `metrics` to the model. */

/** A number with its 95% interval, and how many pictures it was measured on. */
export interface Measure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** The measure at e.g. `artist`, `accuracy`; null where the model was not measured so. */
export function measure(
  metrics: Readonly<Record<string, unknown>>,
  ...path: readonly string[]
): Measure | null {
  let found: unknown = metrics;
  for (const key of path) found = isRecord(found) ? found[key] : undefined;
  return isMeasure(found) ? found : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isMeasure(value: unknown): value is Measure {
  return (
    isRecord(value) &&
    [value['value'], value['low'], value['high'], value['n']].every(
      (number) => typeof number === 'number',
    )
  );
}
