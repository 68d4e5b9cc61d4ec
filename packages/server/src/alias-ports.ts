/** A port that clients of a product expect, and the product. */
export interface AliasPort {
  readonly port: number;
  readonly product: string;
}

export const ALIAS_PORTS: readonly AliasPort[] = [
  { port: 3100, product: 'Loki' },
  { port: 3200, product: 'Tempo' },
  { port: 9090, product: 'Prometheus' },
  { port: 9093, product: 'Alertmanager' },
  { port: 4318, product: 'OTLP/HTTP' },
  { port: 9411, product: 'Zipkin' },
];
