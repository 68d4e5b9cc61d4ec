/** The greater of two numbers as Go's `math.Max`: +Inf beats NaN, which beats all others. `Math.max` lets NaN beat +Inf. */
export const greater = (a: number, b: number): number => (a === Infinity || b === Infinity ? Infinity : Math.max(a, b));

/** The lesser of two numbers as Go's `math.Min`: -Inf beats NaN, which beats all others. */
export const lesser = (a: number, b: number): number => -greater(-a, -b);
