export { ownMemory } from './elementary';
export { packColumns, packPanel, packRows, transpose } from './packing';
export * from './losses';
export * from './matrix';
export { rowProgram } from './program-rows';
export * from './recurrence';
export * from './roofline';
export {
  addRows,
  clearRows,
  copyRows,
  largestOfRows,
  productsOfRows,
  squaresOfRows,
} from './rows';
export * from './saturation';
export * from './scores';
export * from './states';
export * from './updates';
