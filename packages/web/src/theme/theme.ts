import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** System fonts only, with the Korean face of each system named so that Latin and Hangul sit together. */
const sans =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif';
const mono =
  'ui-monospace, "SF Mono", SFMono-Regular, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", D2Coding, "Noto Sans Mono CJK KR", monospace';

const blue: MantineColorsTuple = [
  '#edf3ff',
  '#d9e4fc',
  '#b1c7f5',
  '#86a8ee',
  '#638de8',
  '#4d7ce5',
  '#2f62cf',
  '#2754b8',
  '#1f48a3',
  '#123b8e',
];

/** Dark greys with a little blue; Mantine takes 7 as the page, 6 as inputs, 4 as borders, 0 as text. */
const dark: MantineColorsTuple = [
  '#dde3ea',
  '#b9c3ce',
  '#9aa6b4',
  '#6b7784',
  '#323d4a',
  '#26303b',
  '#1b222b',
  '#151a21',
  '#0f1318',
  '#0a0d11',
];

export const theme = createTheme({
  fontFamily: sans,
  fontFamilyMonospace: mono,
  primaryColor: 'blue',
  // The shade that white text keeps 4.5:1 on.
  primaryShade: 6,
  colors: { blue, dark },
  defaultRadius: 'sm',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  respectReducedMotion: true,
});
