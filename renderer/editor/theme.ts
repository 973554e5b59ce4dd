import { createTokenReader } from '../widgets/tokens';
import { setupMonaco } from './monaco';

/** Monaco knows no CSS variable: its theme is made from the tokens now in force. */
export function defineMonacoTheme(name: string): string {
  const token = createTokenReader();
  const rule = (scope: string, key: `--${string}`) => ({
    token: scope,
    foreground: token(key).slice(1),
  });
  const id = `trivet-${name}`;
  setupMonaco().editor.defineTheme(id, {
    base: name === 'light' ? 'vs' : name === 'contrast' ? 'hc-black' : 'vs-dark',
    inherit: true,
    rules: [
      rule('keyword', '--code-keyword'),
      rule('type', '--code-keyword'),
      rule('string', '--code-string'),
      rule('number', '--code-number'),
      rule('comment', '--text-3'),
      rule('', '--text'),
    ],
    colors: {
      'editor.background': token('--panel'),
      'editor.foreground': token('--text'),
      'editorLineNumber.foreground': token('--text-3'),
      'editorLineNumber.activeForeground': token('--text'),
      'editorCursor.foreground': token('--accent'),
      'editor.selectionBackground': token('--accent-soft'),
      'editorWidget.background': token('--raised'),
      'editorWidget.border': token('--line-strong'),
      'editorHoverWidget.background': token('--raised'),
      'editorGutter.background': token('--panel'),
      focusBorder: token('--accent'),
    },
  });
  return id;
}
