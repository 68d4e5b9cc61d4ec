export declare function circles(root: string): string[];
