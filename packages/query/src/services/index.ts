export { related, type RelatedRequest, type RelatedService, type RelatedSignals } from './related.js';
export { services, type ServicesRequest, type ServiceSummary } from './services.js';
export { sdkLanguages } from './senders.js';
