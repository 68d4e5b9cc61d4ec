import { ApiError } from '../../api/http.js';

/** Whether the server cannot read the query: asked again it says the same, and the editor shows why. */
export const isRefused = (error: unknown): boolean => error instanceof ApiError && error.status === 400;
