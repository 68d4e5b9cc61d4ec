export type { Engine, EngineError, Insert, QueryLimits, QueryOptions, ReadFormat } from './engine/engine.js';
