import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useId, useState, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { type TimeRange } from '../time-range/search.js';
import { useFieldNames, useFieldValues } from './use-tags.js';
import {
  comparisons,
  emptyForm,
  isDuration,
  kinds,
  printForm,
  readForm,
  statuses,
  textValue,
  type Comparison,
  type Condition,
  type TraceForm,
} from './trace-form.js';
import { quoted } from '../charts/promql.js';
import './form-panel.css';

/** The form that writes TraceQL, and shows the TraceQL that it can say. Enter or leaving an input asks. */
export function FormPanel(props: {
  readonly q: string;
  readonly range: TimeRange;
  readonly onRun: (q: string) => void;
}): ReactNode {
  const { t } = useI18n();
  const read = readForm(props.q);
  if (!read) {
    return (
      <p className="trace-form-beyond">
        {t('traces.form.beyond')}{' '}
        <Button variant="default" size="compact-xs" onClick={() => props.onRun('')}>
          {t('traces.form.clear')}
        </Button>
      </p>
    );
  }
  return <Form q={props.q} read={read} range={props.range} onRun={props.onRun} />;
}

function Form(props: {
  readonly q: string;
  /** What `q` says. */
  readonly read: TraceForm;
  readonly range: TimeRange;
  readonly onRun: (q: string) => void;
}): ReactNode {
  const { t } = useI18n();
  const { q, read, range } = props;
  const [draft, setDraft] = useState({ of: q, form: read, asked: printForm(read) });
  // A query that comes from elsewhere (the editor, Back) takes the place of what was typed.
  if (draft.of !== q) setDraft({ of: q, form: read, asked: printForm(read) });
  const { form } = draft;
  const setForm = (next: TraceForm): void => setDraft({ ...draft, form: next });
  const services = useFieldValues('resource.service.name', range, undefined);
  const inService = form.service === '' ? undefined : `{ resource.service.name = ${quoted(form.service)} }`;
  const names = useFieldValues('name', range, inService);
  const run = (next: TraceForm): void => {
    const text = printForm(next);
    setDraft({ ...draft, form: next, asked: text });
    // Enter and leaving the input after it are one question.
    if (text !== draft.asked) props.onRun(text);
  };
  const text = (field: 'service' | 'name' | 'min' | 'max', suggestions: readonly string[], hint: string): ReactNode => (
    <Suggested
      label={t(`traces.form.${field}`)}
      placeholder={hint}
      value={form[field]}
      suggestions={suggestions}
      invalid={(field === 'min' || field === 'max') && form[field] !== '' && !isDuration(form[field])}
      onChange={(value) => setForm({ ...form, [field]: value })}
      onDone={(value) => run({ ...form, [field]: value })}
    />
  );
  const change = (index: number, condition: Condition | undefined, done: boolean): void => {
    const conditions = form.conditions.flatMap((one, i) => (i !== index ? [one] : condition ? [condition] : []));
    if (done) run({ ...form, conditions });
    else setForm({ ...form, conditions });
  };
  return (
    <div className="trace-form" role="group" aria-label={t('traces.form')} data-testid="trace-form">
      {text(
        'service',
        services.map(({ value }) => value),
        t('traces.form.any'),
      )}
      {text(
        'name',
        names.map(({ value }) => value),
        t('traces.form.any'),
      )}
      <Choice
        label={t('traces.form.status')}
        value={form.status}
        choices={statuses}
        onChange={(status) => run({ ...form, status })}
      />
      <Choice
        label={t('traces.form.kind')}
        value={form.kind}
        choices={kinds}
        onChange={(kind) => run({ ...form, kind })}
      />
      {text('min', ['10ms', '100ms', '500ms', '1s', '5s'], '100ms')}
      {text('max', ['100ms', '1s', '10s'], '5s')}
      {form.conditions.map((condition, index) => (
        <ConditionRow
          key={index}
          condition={condition}
          range={range}
          onChange={(next, done) => change(index, next, done)}
        />
      ))}
      <div className="trace-form-foot">
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconPlus size={13} aria-hidden />}
          onClick={() => setForm({ ...form, conditions: [...form.conditions, { field: '', op: '=', value: '' }] })}
        >
          {t('traces.form.add')}
        </Button>
        {printForm(form) !== printForm(emptyForm) && (
          <Button variant="subtle" color="gray" size="compact-xs" onClick={() => run(emptyForm)}>
            {t('traces.form.clear')}
          </Button>
        )}
      </div>
    </div>
  );
}

function ConditionRow(props: {
  readonly condition: Condition;
  readonly range: TimeRange;
  /** Undefined removes it; `done` when the input was left. */
  readonly onChange: (condition: Condition | undefined, done: boolean) => void;
}): ReactNode {
  const { t } = useI18n();
  const { condition, onChange } = props;
  const fields = useFieldNames(props.range);
  const known = fields.includes(condition.field);
  const values = useFieldValues(known ? condition.field : '', props.range, undefined);
  const suggestions = values.map(({ type, value }) => (type === 'string' ? textValue(condition.field, value) : value));
  return (
    <div className="trace-form-condition">
      <Suggested
        label={t('traces.form.attribute')}
        placeholder="span.http.route"
        value={condition.field}
        suggestions={fields}
        onChange={(field) => onChange({ ...condition, field }, false)}
        onDone={(field) => onChange({ ...condition, field }, condition.value !== '')}
      />
      <select
        className="range-select"
        aria-label={t('traces.form.comparison')}
        value={condition.op}
        onChange={(event) => {
          const op = comparisons.find((one) => one === event.currentTarget.value) ?? '=';
          onChange({ ...condition, op: op satisfies Comparison }, condition.value !== '');
        }}
      >
        {comparisons.map((op) => (
          <option key={op}>{op}</option>
        ))}
      </select>
      <Suggested
        label={t('traces.form.value')}
        placeholder={t('traces.form.value')}
        value={condition.value}
        suggestions={suggestions}
        onChange={(value) => onChange({ ...condition, value }, false)}
        onDone={(value) => onChange({ ...condition, value }, value !== '')}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="md"
        aria-label={t('traces.form.remove')}
        title={t('traces.form.remove')}
        onClick={() => onChange(undefined, true)}
      >
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </div>
  );
}

function Suggested(props: {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly suggestions: readonly string[];
  readonly invalid?: boolean;
  readonly onChange: (value: string) => void;
  readonly onDone: (value: string) => void;
}): ReactNode {
  const id = useId();
  return (
    <label className="trace-form-input">
      <span>{props.label}</span>
      <TextInput
        size="xs"
        aria-label={props.label}
        list={id}
        value={props.value}
        placeholder={props.placeholder}
        error={props.invalid === true}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          const { value } = event.currentTarget;
          // A suggestion that was picked is complete; typing arrives with an input type.
          const picked = !(event.nativeEvent as InputEvent).inputType || props.suggestions.includes(value);
          if (picked && value !== '') props.onDone(value);
          else props.onChange(value);
        }}
        onBlur={(event) => props.onDone(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) props.onDone(event.currentTarget.value);
        }}
      />
      <datalist id={id}>
        {props.suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
    </label>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly string[];
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { t } = useI18n();
  return (
    <label className="trace-form-input trace-form-choice">
      <span>{props.label}</span>
      <select
        className="range-select"
        aria-label={props.label}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        <option value="">{t('traces.form.any')}</option>
        {props.choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </label>
  );
}
