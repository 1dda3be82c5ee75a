export declare const stage: string;
export declare const unpacked: readonly string[];
export declare const association: Readonly<Record<string, string>> & { readonly ext: string };
export declare const fuses: Readonly<Record<string, boolean>>;

declare const settings: {
  readonly directories: Readonly<Record<string, string>>;
  readonly asar: boolean;
  readonly beforeBuild: () => Promise<boolean>;
  readonly electronVersion: string;
  readonly publish: null;
  readonly nsis: Readonly<Record<string, boolean>>;
  readonly fileAssociations: readonly object[];
};
export default settings;
