export declare const ALLOWED: Readonly<Record<string, readonly string[]>>;
export declare function folderOf(path: string): string | undefined;
export declare function offences(root: string): string[];
