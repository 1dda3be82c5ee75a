import { EventEmitter } from 'node:events';

/**
 * Wraps the functions of a part of the double, so that each call is written down before it is made.
 * @template {{}} Part
 * @param {{ name: string, args: unknown[] }[]} calls the list that tests read
 * @param {string} name of the part, as `app`
 * @param {Part} part
 * @returns {Part}
 */
export function recorded(calls, name, part) {
  const own = Object.getPrototypeOf(part);
  const methods = own === EventEmitter.prototype ? [] : Object.getOwnPropertyNames(own);
  for (const key of new Set([...Object.keys(part), ...methods])) {
    const value = part[key];
    if (typeof value !== 'function' || /^(?:[A-Z]|constructor$)/.test(key)) continue;
    part[key] = (...args) => {
      calls.push({ name: `${name}.${key}`, args });
      return value.apply(part, args);
    };
  }
  return part;
}
