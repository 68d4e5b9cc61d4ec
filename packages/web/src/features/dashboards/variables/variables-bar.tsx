import { Button, Popover } from '@mantine/core';
import { IconAlertTriangle, IconChevronDown } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useI18n } from '../../../i18n/translate.js';
import { AdhocControl } from '../adhoc/adhoc-control.js';
import { ALL, type ResolvedVariable } from './resolve.js';
import './variables-bar.css';

/** The variables a person may change, above the panels. */
export function VariablesBar(props: {
  readonly variables: readonly ResolvedVariable[];
  readonly onChoose: (name: string, values: readonly string[]) => void;
}): ReactNode {
  const { t } = useI18n();
  const shown = props.variables.filter(({ variable }) => variable.hide !== 'variable');
  if (shown.length === 0) return null;
  return (
    <div className="variables" role="group" aria-label={t('dash.variables')}>
      {shown.map((resolved) => (
        <div key={resolved.variable.name} className="variable" data-testid={`variable-${resolved.variable.name}`}>
          <VariableControl resolved={resolved} onChoose={(values) => props.onChoose(resolved.variable.name, values)} />
          {resolved.problem !== undefined && (
            <span className="variable-problem" role="img" title={resolved.problem} aria-label={resolved.problem}>
              <IconAlertTriangle size={14} aria-hidden />
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

interface ControlProps {
  readonly resolved: ResolvedVariable;
  readonly onChoose: (values: readonly string[]) => void;
}

function VariableControl(props: ControlProps): ReactNode {
  const { t } = useI18n();
  const { variable, options, chosen } = props.resolved;
  const label = variable.hide === 'label' ? undefined : variable.label;
  const caption = label !== undefined && <span className="variable-label">{label}</span>;
  if (variable.kind === 'textbox' || variable.kind === 'constant') {
    return (
      <label className="variable-field">
        {caption}
        <input
          className="variable-input"
          aria-label={variable.label}
          defaultValue={chosen[0] ?? ''}
          key={chosen[0]}
          onBlur={(event) => props.onChoose([event.currentTarget.value])}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.currentTarget.blur();
          }}
        />
      </label>
    );
  }
  if (variable.kind === 'adhoc') return <AdhocControl {...props} />;
  if (variable.kind === 'unsupported') {
    return (
      <span className="variable-field variable-off" title={t('dash.variable.unsupported', { type: variable.type })}>
        {variable.label}: {t('dash.variable.unsupported', { type: variable.type })}
      </span>
    );
  }
  if (variable.multi || options.length > 40) return <ManyControl {...props} />;
  const value = chosen[0] ?? '';
  const known = options.some((option) => option.value === value) || value === ALL;
  return (
    <label className="variable-field">
      {caption}
      <select
        className="variable-input"
        aria-label={variable.label}
        value={value}
        onChange={(event) => props.onChoose([event.currentTarget.value])}
      >
        {variable.includeAll && <option value={ALL}>{t('dash.all')}</option>}
        {!known && <option value={value}>{value === '' ? t('dash.variable.none') : value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Several values, or so many options that they need a filter. */
function ManyControl(props: ControlProps): ReactNode {
  const { t } = useI18n();
  const { variable, options, chosen } = props.resolved;
  const [opened, setOpened] = useState(false);
  const [filter, setFilter] = useState('');
  const found = useMemo(() => {
    const needle = filter.toLowerCase();
    return options.filter(({ text }) => text.toLowerCase().includes(needle)).slice(0, 200);
  }, [options, filter]);
  const all = chosen.includes(ALL);
  const text = all
    ? t('dash.all')
    : chosen.map((value) => options.find((option) => option.value === value)?.text ?? value).join(' + ');
  const choose = (value: string): void => {
    if (!variable.multi) {
      setOpened(false);
      return props.onChoose([value]);
    }
    const rest = chosen.filter((other) => other !== ALL && other !== value);
    const next = chosen.includes(value) ? rest : value === ALL ? [ALL] : [...rest, value];
    props.onChoose(next.length > 0 ? next : variable.includeAll ? [ALL] : chosen);
  };
  return (
    <span className="variable-field">
      {variable.hide !== 'label' && <span className="variable-label">{variable.label}</span>}
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-start"
        shadow="md"
        trapFocus
        returnFocus
        withinPortal
      >
        <Popover.Target>
          <Button
            variant="default"
            size="compact-sm"
            className="variable-button"
            rightSection={<IconChevronDown size={12} aria-hidden />}
            aria-label={`${variable.label}: ${text === '' ? t('dash.variable.none') : text}`}
            onClick={() => setOpened(!opened)}
          >
            <span className="variable-text">{text === '' ? t('dash.variable.none') : text}</span>
          </Button>
        </Popover.Target>
        <Popover.Dropdown className="variable-menu" aria-label={variable.label}>
          <input
            className="variable-input variable-filter"
            aria-label={t('dash.variable.filter')}
            placeholder={t('dash.variable.filter')}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
          <ul className="variable-options">
            {[...(variable.includeAll ? [{ value: ALL, text: t('dash.all') }] : []), ...found].map((option) => (
              <li key={option.value}>
                <label className="variable-option">
                  <input
                    type={variable.multi ? 'checkbox' : 'radio'}
                    checked={chosen.includes(option.value)}
                    onChange={() => choose(option.value)}
                  />
                  {option.text}
                </label>
              </li>
            ))}
          </ul>
        </Popover.Dropdown>
      </Popover>
    </span>
  );
}
