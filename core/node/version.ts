/** The program's version, put in by the build from package.json. */
declare const __LAB_VERSION__: string | undefined;

export const version: string = typeof __LAB_VERSION__ === 'string' ? __LAB_VERSION__ : '0.0.0';
