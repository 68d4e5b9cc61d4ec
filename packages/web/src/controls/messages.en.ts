export const en = {
  'copy.copy': 'Copy',
  'copy.copied': 'Copied',
  'copy.link': 'Copy link',
  'copy.line': 'Copy line',
  'copy.json': 'Copy JSON',
  close: 'Close',
  loading: 'Loading…',
  retry: 'Try again',
  more: 'Show more',
  less: 'Show less',

  'error.unreachable': 'Bongsu does not answer. Is it still running?',
  'error.title': 'The server refused this request',
  'error.failed': 'The server could not answer this request',
  'error.status': 'HTTP {status} from {path}',
  'error.stale': 'Not up to date: {message}',
} as const;
