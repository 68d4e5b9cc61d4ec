import { ActionIcon, Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useI18n } from '../i18n/translate.js';
import './copy-button.css';
import { copyText } from './copy-text.js';

/** Copies `text()` and says so. With `label` a button, without it an icon named by `title`. */
export function CopyButton(props: {
  readonly text: () => string;
  readonly label?: string;
  readonly title?: string;
}): ReactNode {
  const { t } = useI18n();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = (): void => void copyText(props.text()).then(setCopied);
  const icon = copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />;
  const title = props.title ?? t('copy.copy');
  return (
    <>
      {props.label === undefined ? (
        <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label={title} title={title}>
          {icon}
        </ActionIcon>
      ) : (
        <Button variant="default" size="compact-xs" leftSection={icon} onClick={copy}>
          {copied ? t('copy.copied') : props.label}
        </Button>
      )}
      <span className="visually-hidden" role="status">
        {copied ? t('copy.copied') : ''}
      </span>
    </>
  );
}
