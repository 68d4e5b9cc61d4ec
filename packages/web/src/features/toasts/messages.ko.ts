import { type MessagesOf } from '../../i18n/message.js';
import { type en } from './messages.en.js';

export const ko: MessagesOf<typeof en> = {
  'toasts.label': '알림',
};
