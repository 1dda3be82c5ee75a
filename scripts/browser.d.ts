export function findBrowser(): Promise<{ executablePath: string; args: string[] }>;
export function onPath(): string[];
