import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconChevronDown, IconClock, IconRefresh } from '@tabler/icons-react';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { CopyButton } from '../../controls/copy-button.js';
import { useI18n, type Translate } from '../../i18n/translate.js';
import { formatDateTime } from '../../time/format.js';
import { useZone, zoneName } from '../../time/zone.js';
import {
  canonicalInstant,
  isRange,
  parseInstant,
  parsePair,
  quickRanges,
  resolveRange,
  type RangeText,
} from './range.js';
import { refreshChoices, type Refresh } from './refresh.js';
import { absoluteLink } from './absolute-link.js';
import { useSetTimeRange, useTimeRange } from './search.js';
import './time-range.css';

/** The range and the refresh of the page; both live in the URL. */
export function TimeRangePicker(): ReactNode {
  const { t } = useI18n();
  const range = useTimeRange();
  const setRange = useSetTimeRange();
  const queries = useQueryClient();
  const fetching = useIsFetching() > 0;
  const [opened, setOpened] = useState(false);

  const choose = (text: RangeText): void => {
    setOpened(false);
    setRange(text);
  };
  return (
    <div className="range">
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-end"
        shadow="md"
        trapFocus
        returnFocus
        withinPortal
      >
        <Popover.Target>
          <Button
            data-range
            variant="default"
            size="compact-sm"
            className="range-button"
            leftSection={<IconClock size={14} aria-hidden />}
            rightSection={<IconChevronDown size={12} aria-hidden />}
            onClick={() => setOpened(!opened)}
            aria-label={`${t('range.label')}: ${rangeLabel(range.text, t)}`}
          >
            {rangeLabel(range.text, t)}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('range.label')}>
          <div className="range-menu">
            <div className="range-quick">
              {quickRanges.map((quick) => (
                <button
                  key={quick.from}
                  type="button"
                  className="range-choice"
                  aria-pressed={isRange(range.text, quick)}
                  onClick={() => choose(quick)}
                >
                  {t(`range.${quick.from}`)}
                </button>
              ))}
            </div>
            <AbsoluteForm
              key={`${range.text.from} ${range.text.to}`}
              current={range.text}
              onChoose={choose}
              link={() => absoluteLink(range.resolve())}
            />
          </div>
        </Popover.Dropdown>
      </Popover>
      <ActionIcon
        variant="default"
        size="md"
        className={fetching ? 'range-refresh range-refreshing' : 'range-refresh'}
        aria-label={t('refresh.now')}
        title={t('refresh.now')}
        onClick={() => void queries.invalidateQueries()}
      >
        <IconRefresh size={14} aria-hidden />
      </ActionIcon>
      <select
        className="range-select"
        aria-label={t('refresh.label')}
        title={range.following ? t('refresh.label') : t('refresh.fixed')}
        disabled={!range.following}
        value={range.following ? range.refresh : 'off'}
        onChange={(event) => setRange({ refresh: event.currentTarget.value as Refresh })}
      >
        {refreshChoices.map((choice) => (
          <option key={choice} value={choice}>
            {choice === 'off' ? t('refresh.off') : choice}
          </option>
        ))}
      </select>
    </div>
  );
}

function AbsoluteForm(props: {
  readonly current: RangeText;
  readonly onChoose: (text: RangeText) => void;
  readonly link: () => string;
}): ReactNode {
  const { t } = useI18n();
  const [from, setFrom] = useState(() => instantLabel(props.current.from));
  const [to, setTo] = useState(() => instantLabel(props.current.to));
  const [problem, setProblem] = useState<'from' | 'to' | 'order'>();

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const now = Date.now();
    const next = { from: canonicalInstant(from, now), to: canonicalInstant(to, now) };
    if (next.from === undefined) return setProblem('from');
    if (next.to === undefined) return setProblem('to');
    if (!resolveRange({ from: next.from, to: next.to }, now)) return setProblem('order');
    props.onChoose({ from: next.from, to: next.to });
  };
  /** A whole range pasted into one box fills both. */
  const edit = (text: string, set: (text: string) => void): void => {
    const pair = parsePair(text);
    setProblem(undefined);
    if (pair) {
      setFrom(pair.from);
      setTo(pair.to);
    } else set(text);
  };
  return (
    <form className="range-form" onSubmit={submit}>
      <TextInput
        size="xs"
        label={t('range.from')}
        value={from}
        onChange={(event) => edit(event.currentTarget.value, setFrom)}
        error={problem === 'from' && t('range.invalid')}
      />
      <TextInput
        size="xs"
        label={t('range.to')}
        value={to}
        onChange={(event) => edit(event.currentTarget.value, setTo)}
        error={problem === 'to' ? t('range.invalid') : problem === 'order' && t('range.order')}
      />
      <p className="range-hint">{t('range.hint', { zone: zoneName(useZone()) })}</p>
      <Button type="submit" size="compact-sm">
        {t('range.apply')}
      </Button>
      <CopyButton text={props.link} label={t('range.copy')} title={t('range.copy.title')} />
    </form>
  );
}

/** Absolute times as the viewer's clock shows them; relative ones as they are. */
function instantLabel(text: string): string {
  const ms = text.startsWith('now') ? undefined : parseInstant(text, 0);
  return ms === undefined ? text : formatDateTime(ms);
}

export function rangeLabel(text: RangeText, t: Translate): string {
  const quick = quickRanges.find((one) => isRange(text, one));
  if (quick) return t(`range.${quick.from}`);
  if (text.to === 'now' && /^now-\d+\w$/.test(text.from)) return t('range.last', { length: text.from.slice(4) });
  const from = instantLabel(text.from);
  const to = instantLabel(text.to);
  return `${from} – ${from.slice(0, 11) === to.slice(0, 11) && to.length === 19 ? to.slice(11) : to}`;
}
