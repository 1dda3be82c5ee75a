/**
 * Packs the program as electron-builder does, around the stand-in for Electron, in place of what is in the folder.
 * Answers with the executable.
 */
export declare function packAroundStandIn(folder: string): Promise<string>;
