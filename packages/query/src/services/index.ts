export { services, type ServicesRequest, type ServiceSummary } from './services.js';
