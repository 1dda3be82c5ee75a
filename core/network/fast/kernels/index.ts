export { ownMemory } from './elementary';
export * from './layout';
export * from './losses';
export * from './matrix';
export * from './recurrence';
export * from './saturation';
export * from './scores';
export * from './updates';
