import { z } from 'zod';

// Our Content-Security-Policy forbids the code generation zod would otherwise try.
z.config({ jitless: true });

const preferencesSchema = z.object({
  version: z.literal(1),
  theme: z.enum(['system', 'dark', 'light', 'contrast']),
  language: z.enum(['system', 'en', 'zh']),
});
export type Preferences = z.infer<typeof preferencesSchema>;
export type ThemeChoice = Preferences['theme'];
export type Theme = Exclude<ThemeChoice, 'system'>;

const key = 'trivet.preferences';
export const defaultPreferences: Preferences = { version: 1, theme: 'system', language: 'system' };

/** What cannot be read is as good as never written. */
export function readPreferences(storage: Storage): Preferences {
  const text = storage.getItem(key);
  if (text === null) return defaultPreferences;
  try {
    const parsed = preferencesSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : defaultPreferences;
  } catch {
    return defaultPreferences;
  }
}

export function writePreferences(storage: Storage, preferences: Preferences): void {
  storage.setItem(key, JSON.stringify(preferences));
}

/** The theme shown for a choice, on a system that says so of itself. */
export function resolveTheme(
  choice: ThemeChoice,
  system: { readonly light: boolean; readonly contrast: boolean },
): Theme {
  if (choice !== 'system') return choice;
  if (system.contrast) return 'contrast';
  return system.light ? 'light' : 'dark';
}

export function resolveLanguage(choice: Preferences['language'], locale: string): 'en' | 'zh' {
  if (choice !== 'system') return choice;
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
