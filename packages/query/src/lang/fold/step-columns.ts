/** One value per step; a step where `present` is 0 has none. */
export interface StepColumns {
  readonly values: Float64Array;
  readonly present: Uint8Array;
}
