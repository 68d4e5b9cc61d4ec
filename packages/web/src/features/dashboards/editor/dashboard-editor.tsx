import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { fetchDashboard, putDashboard } from '../../../api/dashboards.js';
import { ApiError } from '../../../api/http.js';
import { asRecord, type JsonRecord } from '../../../api/json.js';
import { errorMessage } from '../../../controls/notice.js';
import { useI18n } from '../../../i18n/translate.js';
import { useToast } from '../../toasts/toasts.js';

/** How long the hand rests before the preview follows. */
const PREVIEW_MS = 400;

/** The JSON of a dashboard with its preview beside it. A dashboard that a file provides is saved as a copy. */
export function DashboardEditor(props: {
  readonly uid: string;
  readonly text: string;
  readonly readOnlyFile: string | undefined;
  readonly onDraft: (json: JsonRecord) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useI18n();
  const toast = useToast();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [text, setText] = useState(props.text);
  const [problem, setProblem] = useState<string>();
  const [saving, setSaving] = useState(false);
  const { onDraft } = props;
  useEffect(() => {
    const timer = setTimeout(() => {
      const parsed = parseJson(text);
      if (typeof parsed === 'string') return setProblem(parsed);
      setProblem(undefined);
      onDraft(parsed);
    }, PREVIEW_MS);
    return () => clearTimeout(timer);
    // The caller's function is new at each render; the text alone decides.
  }, [text]);
  const save = async (): Promise<void> => {
    setSaving(true);
    try {
      const uid = props.readOnlyFile === undefined ? props.uid : await freeUid(props.uid);
      await putDashboard(uid, text);
      await client.invalidateQueries({ queryKey: ['dashboard', uid] });
      await client.invalidateQueries({ queryKey: ['dashboards'] });
      toast({ tone: 'done', text: t('dash.saved') });
      if (uid === props.uid) props.onClose();
      else await navigate({ to: '/dashboards/$uid', params: { uid }, search: {} });
    } catch (error) {
      toast({ tone: 'error', text: errorMessage(error) });
    } finally {
      setSaving(false);
    }
  };
  const changed = text !== props.text;
  return (
    <div className="dash-editor" data-testid="dashboard-editor">
      <div className="dash-editor-side">
        {props.readOnlyFile !== undefined && (
          <p className="notice-line">{t('dash.readonly', { file: props.readOnlyFile })}</p>
        )}
        <textarea
          className="dash-editor-text"
          aria-label={t('dash.json')}
          aria-invalid={problem !== undefined}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {problem !== undefined && (
          <p className="notice-message" role="alert">
            {t('dash.json.bad', { message: problem })}
          </p>
        )}
        <div className="dash-editor-actions">
          <Button
            size="compact-sm"
            disabled={problem !== undefined || !changed}
            loading={saving}
            onClick={() => void save()}
            data-testid="save"
          >
            {props.readOnlyFile === undefined ? t('dash.save') : t('dash.save.copy')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={props.onClose}>
            {changed ? t('dash.discard') : t('close')}
          </Button>
        </div>
      </div>
      <div className="dash-editor-preview">{props.children}</div>
    </div>
  );
}

/** @returns the object, bare or out of the API's envelope; a sentence when it is none. */
export function parseJson(text: string): JsonRecord | string {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return 'not an object';
    const inner = asRecord(asRecord(parsed)['dashboard']);
    return Object.keys(inner).length > 0 ? inner : asRecord(parsed);
  } catch (error) {
    return errorMessage(error);
  }
}

/** `uid-copy`, `uid-copy-2`, … whichever is not taken. */
async function freeUid(uid: string): Promise<string> {
  for (let n = 1; ; n++) {
    const wanted = `${uid.slice(0, 60)}-copy${n === 1 ? '' : `-${n}`}`;
    try {
      await fetchDashboard(wanted);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return wanted;
      throw error;
    }
  }
}
