export { ownMemory } from './elementary';
export { packColumns, packPanel, packRows, transpose } from './layout';
export * from './losses';
export * from './matrix';
export { rowProgram } from './program';
export * from './recurrence';
export * from './saturation';
export * from './scores';
export * from './updates';
