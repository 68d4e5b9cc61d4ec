import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { en, type MessageKey, type Messages } from './en.js';
import { fillMessage, type ParamsOf } from './message.js';

export const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];

const storageKey = 'bongsu.lang';

/** The language chosen earlier, else the first of the browser's that exists here, else English. */
export function preferredLanguage(stored: string | null, browser: readonly string[]): Language {
  const wanted = [...(stored === null ? [] : [stored]), ...browser].map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.flatMap((tag) => languages.filter((lang) => lang === tag))[0] ?? 'en';
}

/** English is in the first chunk; the others are fetched when they are wanted. */
export async function loadMessages(lang: Language): Promise<Messages> {
  return lang === 'ko' ? (await import('./ko.js')).ko : en;
}

export function readPreferredLanguage(): Language {
  return preferredLanguage(localStorage.getItem(storageKey), navigator.languages);
}

type Args<K extends MessageKey> = [ParamsOf<(typeof en)[K]>] extends [never]
  ? []
  : [params: Readonly<Record<ParamsOf<(typeof en)[K]>, string | number>>];

/** Looks a message up; the parameters it needs are checked by type. */
export type Translate = <K extends MessageKey>(key: K, ...args: Args<K>) => string;

interface I18n {
  readonly lang: Language;
  readonly t: Translate;
  readonly setLanguage: (lang: Language) => void;
}

const I18nContext = createContext<I18n | null>(null);

export function I18nProvider(props: {
  readonly initial: { readonly lang: Language; readonly messages: Messages };
  readonly children: ReactNode;
}): ReactNode {
  const [current, setCurrent] = useState(props.initial);
  useEffect(() => {
    document.documentElement.lang = current.lang;
  }, [current.lang]);

  const setLanguage = useCallback((lang: Language) => {
    localStorage.setItem(storageKey, lang);
    void loadMessages(lang).then((messages) => setCurrent({ lang, messages }));
  }, []);

  const value = useMemo<I18n>(() => {
    const t: Translate = (key, ...args) => fillMessage(current.messages[key], args[0] ?? {}, current.lang);
    return { lang: current.lang, t, setLanguage };
  }, [current, setLanguage]);
  return <I18nContext value={value}>{props.children}</I18nContext>;
}

export function useI18n(): I18n {
  const value = use(I18nContext);
  if (value === null) throw new Error('useI18n needs an I18nProvider above it');
  return value;
}
