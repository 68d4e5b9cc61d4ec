import { compressSync } from 'snappy';
import { requestV1, type SeriesInput } from '@bongsu/wire/remote-write/testkit';

export type Params = Record<string, string> | [string, string][];

export interface Asked {
  readonly params?: Params;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** What tests ask of the Prometheus API at `url()`, which is read with each request. */
export function prometheusClient(url: () => string) {
  const ask = async (path: string, { params = {}, method = 'GET', headers = {} }: Asked = {}) => {
    const response = await fetch(`${url()}${path}?${String(new URLSearchParams(params))}`, { method, headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    ask,
    /** The data of an answer that has to be good. */
    data: async (path: string, params: Params = {}): Promise<unknown> => {
      const { status, text } = await ask(path, { params });
      if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
      return (JSON.parse(text) as { data: unknown }).data;
    },
    write: async (series: readonly SeriesInput[]): Promise<void> => {
      const response = await fetch(`${url()}/api/v1/write`, { method: 'POST', body: compressSync(requestV1(series)) });
      if (response.status !== 204) throw new Error(`${response.status} ${await response.text()}`);
    },
  };
}
