/** The login and signup form: what is needed always has room, the rest in the order of its worth. */
import { fingerprintRows } from "../../protocol/index.ts";
import type { CertificateQuestion } from "../state/certificate.ts";
import { fieldsOf } from "../state/login.ts";
import type { LoginField, LoginScreen, Size, State } from "../state/state.ts";
import { accent, bad, bold, dim, inverse, type Style } from "../style.ts";
import { layoutEditor } from "../text/editor-layout.ts";
import { graphemes, padEnd, textWidth, truncate } from "../text/width.ts";
import { wrap, wrapWithin } from "../text/wrap.ts";
import { certificateWords, fieldLabels, wordFor } from "../words.ts";
import { hints, mistakes, nextPartHint, offline, outcome, type Words } from "./login-words.ts";
import type { Cursor } from "./painter.ts";
import { connectionWords } from "./status.ts";

const briefLabels: typeof fieldLabels = { ...fieldLabels, again: "Again", answer: "Answer" };

/** How the form is set in a window of some size. */
interface Setting {
  readonly margin: string;
  /** Of the text between the margins. */
  readonly columns: number;
  readonly labels: typeof fieldLabels;
  readonly labelColumns: number;
  readonly fieldColumns: number;
  /** Whether blank rows stand between the sections. */
  readonly spaced: boolean;
  /** Whether there is only room for what is needed. */
  readonly brief: boolean;
}

const fieldColumnsMax = 20;
/** Of a fingerprint: two rows of them are easy to compare. */
const groupsInRow = 8;

function settingOf({ columns, rows }: Size): Setting {
  const narrow = columns < 40;
  const margin = narrow ? 0 : 2;
  const labelColumns = narrow ? 9 : 16;
  return {
    margin: " ".repeat(margin),
    columns: columns - 2 * margin,
    labels: narrow ? briefLabels : fieldLabels,
    labelColumns,
    fieldColumns: Math.min(fieldColumnsMax, columns - margin - labelColumns),
    spaced: rows >= 16,
    brief: narrow || rows < 10,
  };
}

/** Some rows of the form, no more than there is room for. Who has a lower rank gets that first. */
interface Section {
  readonly rank: number;
  rows(max: number): readonly string[];
}

/** The form from the screen's first row on, and where the cursor is in it. */
export function login(state: State, screen: LoginScreen): { rows: string[]; cursor: Cursor } {
  const setting = settingOf(state.size);
  const fields = fieldsOf(screen);
  const [head = [], question = [], ...rest] = shareOut(state.size.rows, [
    { rank: 2, rows: (max) => headRows(state, screen, setting).slice(0, max) },
    { rank: 0, rows: (max) => questionRows(state, screen, setting, max - fields.length) },
    { rank: 0, rows: () => fields.map((field) => fieldRow(screen, field, setting)) },
    { rank: 5, rows: (max) => (screen.certificate ? [] : [rememberRow(screen, setting)].slice(0, max)) },
    words(3, setting, offline(state, screen)),
    words(1, setting, outcome(state, screen, setting.brief)),
    { rank: 4, rows: (max) => hintRows(hints(state, screen), setting).slice(0, max) },
    // For later: below all that one needs now.
    words(6, setting, mistakes(state)),
  ]);
  return {
    rows: [head, question, ...rest].flat(),
    cursor: {
      row: head.length + question.length + fields.indexOf(screen.field),
      column:
        setting.margin.length + setting.labelColumns + shownField(screen, screen.field, setting).cursorColumn,
    },
  };
}

function shareOut(height: number, sections: readonly Section[]): (readonly string[])[] {
  let room = height;
  const given = new Map<Section, readonly string[]>();
  for (const section of sections.toSorted((a, b) => a.rank - b.rank)) {
    const rows = section.rows(room);
    given.set(section, rows);
    room -= rows.length;
  }
  return sections.map((section) => given.get(section) ?? []);
}

function words(rank: number, { margin, columns, spaced }: Setting, said: Words | undefined): Section {
  const blank = spaced ? [""] : [];
  return {
    rank,
    rows: (max) =>
      said === undefined
        ? []
        : [
            ...blank,
            ...wrapWithin(said.text, columns, max - blank.length).map((row) => margin + said.style(row)),
          ],
  };
}

/** Where it logs in and how the connection is: in one row, in two, or without the place. */
function headRows(
  state: State,
  { mode }: LoginScreen,
  { margin, columns, spaced, brief }: Setting,
): string[] {
  const title = mode === "login" ? "Log in" : "Sign up";
  const connection = connectionWords(state);
  if (brief) return wrap(`${title} · ${connection}`, columns).map((row) => margin + bold(row));
  const where = bold(title) + truncate(` at ${state.server}`, columns - title.length);
  const fits = textWidth(`${title} at ${state.server} · ${connection}`) <= columns;
  const head = fits ? [`${where} ${dim(`· ${connection}`)}`] : [where, dim(connection)];
  const rows = head.map((row) => margin + row);
  return spaced ? ["", ...rows, ""] : rows;
}

/** Before a word is typed in the field, all that there is to know, in few rows what can't be left out, or part by part. */
function questionRows(state: State, screen: LoginScreen, setting: Setting, max: number): readonly string[] {
  const { certificate } = screen;
  if (certificate === undefined) return [];
  const keys = hintRows(hints(state, screen), { ...setting, margin: "", spaced: false });
  const whole = [false, true].map((brief) => certificateRows(certificate, setting, brief));
  const fitting = whole.find(({ length }) => length + keys.length <= max);
  const rows =
    fitting ?? partOf([...certificateRows(certificate, setting, false), ...keys], state, screen, max);
  return rows.map((row) => setting.margin + row);
}

/** As many rows as there is room for, the last of which says how to get to the others. */
function partOf(rows: readonly string[], state: State, { part }: LoginScreen, max: number): string[] {
  const inner = Math.max(1, max - 1);
  const parts = Math.ceil(rows.length / inner);
  const index = ((part % parts) + parts) % parts;
  const shown = rows.slice(index * inner, (index + 1) * inner);
  const blank = Array.from({ length: inner - shown.length }, () => "");
  return [
    ...shown,
    ...blank,
    dim([`${index + 1}/${parts}`, nextPartHint(state)].filter(Boolean).join(" · ")),
  ];
}

function certificateRows(
  certificate: CertificateQuestion,
  { columns, spaced }: Setting,
  brief: boolean,
): string[] {
  const { what, fingerprints, advice } = certificateWords(certificate);
  const loud = certificate.expected === undefined ? accent : bad;
  const said = (text: string, style: Style): string[] => wrap(text, columns).map((row) => style(row));
  const groups = Math.max(1, Math.min(groupsInRow, Math.floor((columns + 1) / 5)));
  return [
    ...said(brief ? firstSentence(what) : what, loud),
    ...fingerprints
      .slice(brief ? -1 : 0)
      .flatMap(({ label, fingerprint }) => [
        ...said(`${label}:`, plain),
        ...fingerprintRows(fingerprint, groups).map(bold),
      ]),
    ...(brief ? [] : said(advice, plain)),
    ...said(`Type ${wordFor(certificate)} to go on with it.`, plain),
    ...(spaced && !brief ? [""] : []),
  ];
}

function plain(text: string): string {
  return text;
}

function firstSentence(text: string): string {
  return /^.*?[.](?=\s|$)/.exec(text)?.[0] ?? text;
}

function fieldRow(screen: LoginScreen, field: LoginField, setting: Setting): string {
  const { margin, labelColumns, fieldColumns } = setting;
  const here = field === screen.field;
  const label = padEnd(setting.labels[field], labelColumns);
  const value = padEnd(shownField(screen, field, setting).rows[0] ?? "", fieldColumns);
  return margin + (here ? bold(label) + inverse(value) : label + value);
}

function rememberRow({ remember }: LoginScreen, { margin, labelColumns, fieldColumns }: Setting): string {
  const label = labelColumns < "Stay logged in ".length ? "Stay in" : "Stay logged in";
  const where = " on this machine";
  const mark = remember ? `[x]${fieldColumns < "[x]".length + where.length ? "" : where}` : "[ ]";
  return `${margin}${padEnd(label, labelColumns)}${mark}`;
}

function shownField(
  { fields }: LoginScreen,
  field: LoginField,
  { fieldColumns }: Setting,
): ReturnType<typeof layoutEditor> {
  const editor = fields[field];
  if (field === "name" || field === "answer") return layoutEditor(editor, fieldColumns, 1);
  // As many dots as characters; the text itself never gets near the screen.
  const dots = (text: string): string => "•".repeat(graphemes(text).length);
  const cursor = dots(editor.text.slice(0, editor.cursor)).length;
  return layoutEditor({ ...editor, text: dots(editor.text), cursor }, fieldColumns, 1);
}

/** As many hints in a row as fit, none cut in two. */
function hintRows(all: readonly string[], { margin, columns, spaced }: Setting): string[] {
  const rows: string[] = [];
  for (const hint of all) {
    const longer = rows.length === 0 ? hint : `${rows.at(-1)} · ${hint}`;
    if (textWidth(longer) <= columns) rows.splice(-1, 1, longer);
    else rows.push(hint);
  }
  return [...(spaced ? [""] : []), ...rows.map((row) => margin + dim(truncate(row, columns)))];
}
