export const en = {
  'toasts.label': 'Messages',
} as const;
