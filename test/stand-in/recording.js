/**
 * Wraps the functions of a part of the double, so that each call is written down before it is made.
 * @template {{}} Part
 * @param {{ name: string, args: unknown[] }[]} calls the list that tests read
 * @param {string} name of the part, as `app`
 * @param {Part} part
 * @returns {Part}
 */
export function recorded(calls, name, part) {
  for (const [key, value] of Object.entries(part))
    if (typeof value === 'function' && !/^[A-Z]/.test(key))
      part[key] = (...args) => {
        calls.push({ name: `${name}.${key}`, args });
        return value.apply(part, args);
      };
  return part;
}
