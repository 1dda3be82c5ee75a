import * as v from 'valibot';

/**
 * What a JSON text says, as a schema lets it through.
 * @param refuse throws the error that says why it cannot be used
 */
export function described<Schema extends v.GenericSchema>(
  schema: Schema,
  json: string,
  refuse: (why: string) => never,
): v.InferOutput<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    refuse('what describes it is not JSON');
  }
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  return refuse(`its '${v.getDotPath(issue) ?? 'description'}' is wrong: ${issue.message}`);
}
