export function electronBinary(): string | null;
export function electronVersion(): string | null;
export function installElectron(seconds: number): Promise<string | null>;
