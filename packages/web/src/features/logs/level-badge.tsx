import { type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { type Level } from './level.js';
import './level-badge.css';

/** The level as a word in its colour; the word carries the meaning. */
export function LevelBadge(props: { readonly level: Level }): ReactNode {
  const { t } = useI18n();
  return <span className={`level level-${props.level}`}>{t(`level.${props.level}`)}</span>;
}
