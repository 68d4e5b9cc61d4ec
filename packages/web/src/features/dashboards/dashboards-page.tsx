import { ActionIcon, Button, FileButton, Modal, TextInput } from '@mantine/core';
import { IconClipboardText, IconSearch, IconTrash, IconUpload } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { deleteDashboard, fetchDashboards, putDashboard, type DashboardListing } from '../../api/dashboards.js';
import { EmptyState, errorMessage } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { Pending } from '../progress/pending.js';
import { useDocumentTitle } from '../shell/document-title.js';
import { useToast } from '../toasts/toasts.js';
import { validateRangeSearch } from '../time-range/search.js';
import { readUpload, type Upload } from './editor/upload.js';
import './dashboard-view.css';

export const Route = createLazyRoute('/dashboards')({ component: DashboardsPage });

function DashboardsPage(): ReactNode {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  useDocumentTitle(t('nav.dashboards'));
  const list = useQuery({ queryKey: ['dashboards'], queryFn: ({ signal }) => fetchDashboards(signal) });
  const [pasting, setPasting] = useState(false);
  const [replacing, setReplacing] = useState<Upload>();
  const [deleting, setDeleting] = useState<DashboardListing>();

  const attempt = async (work: () => Promise<void>, done: string): Promise<void> => {
    try {
      await work();
      await client.invalidateQueries({ queryKey: ['dashboards'] });
      toast({ tone: 'done', text: done });
    } catch (error) {
      toast({ tone: 'error', text: errorMessage(error) });
    }
  };
  const store = (upload: Upload): Promise<void> =>
    attempt(
      async () => {
        await putDashboard(upload.uid, upload.text);
        await client.invalidateQueries({ queryKey: ['dashboard', upload.uid] });
      },
      t('dash.uploaded', { title: upload.title }),
    );
  const take = (text: string, name: string): void => {
    const upload = readUpload(text, name);
    if (typeof upload === 'string') toast({ tone: 'error', text: t('dash.json.bad', { message: upload }) });
    else if (list.data?.dashboards.some(({ uid }) => uid === upload.uid)) setReplacing(upload);
    else void store(upload);
  };
  const needle = (search.q ?? '').toLowerCase();
  const shown = list.data?.dashboards.filter(({ title, tags, folder }) =>
    [title, folder, ...tags].some((text) => text.toLowerCase().includes(needle)),
  );
  const tools = (
    <>
      <FileButton
        accept="application/json,.json"
        multiple
        onChange={(files) => {
          for (const file of files) void file.text().then((text) => take(text, file.name.replace(/\.json$/i, '')));
        }}
      >
        {(given) => (
          <Button {...given} size="compact-sm" leftSection={<IconUpload size={14} aria-hidden />}>
            {t('dash.upload')}
          </Button>
        )}
      </FileButton>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconClipboardText size={14} aria-hidden />}
        onClick={() => setPasting(true)}
      >
        {t('dash.paste')}
      </Button>
    </>
  );
  return (
    <div className="dash">
      <header className="dash-list-head">
        <h1>{t('nav.dashboards')}</h1>
        {shown && <span className="muted num">{t('dash.count', { n: shown.length })}</span>}
        <TextInput
          size="xs"
          className="dash-list-filter"
          data-filter
          aria-label={t('dash.filter')}
          placeholder={t('dash.filter')}
          leftSection={<IconSearch size={14} aria-hidden />}
          defaultValue={search.q ?? ''}
          onChange={(event) => {
            const q = event.currentTarget.value;
            void navigate({
              search: { ...validateRangeSearch({ ...search }), ...(q === '' ? {} : { q }) },
              replace: true,
            });
          }}
        />
        {tools}
      </header>
      {list.data && list.data.problems.length > 0 && (
        <details className="panel dash-problems" open>
          <summary>{t('dash.problems', { n: list.data.problems.length })}</summary>
          <ul>
            {list.data.problems.map(({ file, message }) => (
              <li key={file + message}>
                <code>{file}</code>: {message}
              </li>
            ))}
          </ul>
        </details>
      )}
      <div className="panel">
        {!shown && <Pending query={list} rows={6} />}
        {shown && shown.length === 0 && (
          <EmptyState title={needle === '' ? t('dash.none') : t('dash.nomatch', { text: search.q ?? '' })}>
            {needle === '' && t('dash.none.hint')}
          </EmptyState>
        )}
        {shown && shown.length > 0 && (
          <table className="dash-list" data-testid="dashboard-list">
            <thead>
              <tr>
                <th scope="col">{t('dash.column.title')}</th>
                <th scope="col">{t('dash.column.folder')}</th>
                <th scope="col">{t('dash.column.tags')}</th>
                <th scope="col" className="dash-list-end">
                  {t('dash.column.panels')}
                </th>
                <th scope="col">
                  <span className="visually-hidden">{t('dash.column.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((dashboard) => (
                <tr key={dashboard.uid}>
                  <td className="dash-list-name">
                    <Link to="/dashboards/$uid" params={{ uid: dashboard.uid }} search={{}} data-row>
                      {dashboard.title}
                    </Link>
                  </td>
                  <td className="muted">{dashboard.folder}</td>
                  <td>
                    {dashboard.tags.map((tag) => (
                      <span key={tag} className="dash-tag">
                        {tag}
                      </span>
                    ))}
                  </td>
                  <td className="dash-list-end num">{dashboard.panels}</td>
                  <td className="dash-list-end">
                    {dashboard.readOnly ? (
                      <span className="dash-tag" title={dashboard.file}>
                        {t('dash.provided')}
                      </span>
                    ) : (
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        size="sm"
                        aria-label={t('dash.delete', { title: dashboard.title })}
                        onClick={() => setDeleting(dashboard)}
                      >
                        <IconTrash size={15} aria-hidden />
                      </ActionIcon>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <Modal
        opened={pasting}
        onClose={() => setPasting(false)}
        title={t('dash.paste')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <form
          className="dash-paste"
          onSubmit={(event) => {
            event.preventDefault();
            setPasting(false);
            const text = new FormData(event.currentTarget).get('json');
            take(typeof text === 'string' ? text : '', 'dashboard');
          }}
        >
          <textarea
            name="json"
            className="dash-editor-text"
            aria-label={t('dash.json')}
            placeholder={t('dash.paste.hint')}
            spellCheck={false}
            required
          />
          <div className="dash-editor-actions">
            <Button type="submit" size="compact-sm">
              {t('dash.paste.store')}
            </Button>
          </div>
        </form>
      </Modal>
      <Confirm
        question={replacing && t('dash.replace', { title: replacing.title, uid: replacing.uid })}
        action={t('dash.replace.do')}
        onClose={() => setReplacing(undefined)}
        onConfirm={() => replacing && void store(replacing)}
      />
      <Confirm
        question={deleting && t('dash.delete.ask', { title: deleting.title })}
        action={t('dash.delete.do')}
        onClose={() => setDeleting(undefined)}
        onConfirm={() =>
          deleting && void attempt(() => deleteDashboard(deleting.uid), t('dash.deleted', { title: deleting.title }))
        }
      />
    </div>
  );
}

function Confirm(props: {
  readonly question: string | undefined;
  readonly action: string;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}): ReactNode {
  const { t } = useI18n();
  return (
    <Modal
      opened={props.question !== undefined}
      onClose={props.onClose}
      title={props.action}
      size="md"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <p>{props.question}</p>
      <div className="dash-editor-actions">
        <Button
          size="compact-sm"
          color="red"
          onClick={() => {
            props.onConfirm();
            props.onClose();
          }}
        >
          {props.action}
        </Button>
        <Button size="compact-sm" variant="default" onClick={props.onClose}>
          {t('dash.cancel')}
        </Button>
      </div>
    </Modal>
  );
}
