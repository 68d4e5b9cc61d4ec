export { ALIAS_PORTS, type AliasPort } from './alias-ports.js';
export { createApp, type App, type AppDeps, type Running, type StartFailure } from './app.js';
export { formatDuration, parseDuration } from './config/duration.js';
export type { Raw } from './config/key.js';
export { defaultConfig, loadConfig, type ConfigErrors, type ConfigSources } from './config/load.js';
export { configKeys, type Config, type ConfigKey } from './config/schema.js';
export { formatSize, parseSize } from './config/size.js';
export { createLogger, type Logger } from './self/logger.js';
export { VERSION } from './version.js';
