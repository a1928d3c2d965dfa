/** The plain data that the page exchanges with Python (see `grading/bridge.py`) and the interfaces between the modules. */

export interface SiteFile {
  url: string;
  bytes: number;
}
export interface SiteUnit {
  id: string;
  url: string;
  title: string;
  phase: string;
  optional: boolean;
}
export interface Site {
  format: number;
  course: { id: string; version: string; title: string; fingerprint: string };
  target: string;
  /** The script of `lms/` that talks to the LMS; empty: there is none. */
  adapter: string;
  /** Whether the browser may keep the whole site, to be used without a network. */
  offline: boolean;
  /** What the author chose for this target, such as whether the LMS may hear of a failure. */
  settings: Record<string, boolean | string>;
  /** How pages are reached, and where the bytes of the runtime come from; see `targets.py`. */
  router: "paths" | "fragments";
  source: "files" | "inline";
  units: SiteUnit[];
  texts: Record<string, string>;
  files: Record<string, SiteFile>;
  types: string[];
  versions: Record<string, string>;
}

/** What an answer is made of is known to the widget and the grader of its type alone. */
export type Answer = any;

export interface FeedbackItem {
  code: string;
  part: string;
  tone: string;
  html: string;
  /** What the grader said besides, for widgets that show more than words. */
  data: Record<string, any>;
}
export interface Reply {
  kind: "invalid" | "scored";
  tone: "good" | "partly" | "bad" | "info";
  headline: string;
  earned: number;
  total: number;
  done: boolean;
  feedback: FeedbackItem[];
}
/** Which items an attempt is about, and in which order: all follows from the seed. */
export interface Draw {
  seed: number;
  order: string[];
}
export interface View {
  status: "new" | "tried" | "done" | "closed";
  attempts: number;
  left: number | null;
  seed: number;
  order?: string[];
  /** What the next attempt is asked; null where each is asked the same, or none is left. */
  draw?: Draw | null;
  hints: { used: number; total: number; html: string[] };
  can_check: boolean;
  can_hint: boolean;
  can_reveal: boolean;
  stale: boolean;
  answer: Answer | null;
  reply: Reply | null;
  /** A right answer, once the learner has asked for it. */
  solution: Answer | null;
  turns?: any[];
}
export interface Missing {
  exercise: string;
  title: string;
  unit: string;
  url: string;
}
export interface UnitProgress {
  status: "locked" | "open" | "done";
  missing: Missing[];
  blocked_by: string | null;
}
/** What a learner did in a phase; `minutes` are those at its exercises. */
export interface PhaseResult {
  done: number;
  exercises: number;
  earned: number;
  total: number;
  attempts: number;
  hints: number;
  minutes: number;
}
export interface Progress {
  format: number;
  percent: number;
  score: { earned: number; total: number };
  next: string | null;
  completion: string;
  /** When the course was completed, in UTC. */
  completed_on: string | null;
  status: string;
  /** What the page with the certificate shows. */
  award: "earned" | "open" | "closed" | "planned";
  /** The units that stand in the way. */
  to_do: { unit: string; title: string; url: string; missing: Missing[] }[];
  /** The exercises because of which the course is not passed. */
  closed: Missing[];
  results: { phases: (PhaseResult & { id: string; number: number; title: string })[]; all: PhaseResult };
  phases: { id: string; number: number; status: string; done: number; total: number }[];
  /** The further modules; what an earlier version kept has none. */
  extras?: { id: string; status: string; done: number; total: number }[];
  units: Record<string, UnitProgress>;
}

export interface AttemptRow {
  id: string;
  exercise: string;
  seed: number;
  time: string;
  answer: Answer;
  [more: string]: any;
}
export interface EventRow {
  id: string;
  kind: string;
  target: string;
  time: string;
  data: any;
}
export interface Rows {
  attempts: AttemptRow[];
  events: EventRow[];
}
export type RowKind = keyof Rows;

/** The learner record of one course on this device. */
export interface LearnerRecord {
  rows(): Rows;
  /** Keeps a row at once; resolves with true when the device has it for certain, with false when it is only in memory. */
  add(kind: RowKind, row: AttemptRow | EventRow): Promise<boolean>;
  recall(key: string): any;
  remember(key: string, value: any): void;
  /** Leaves what is stored untouched and goes on in memory. */
  detach(problem: string): void;
  onchange: (() => void) | null;
  persistent: boolean;
  /** Empty, or the end of a text's key: `problem_<this>`. */
  problem: string;
}

/** What an LMS says of the learner. */
export interface Launch {
  /** Tells this learner's record, and what else lies on the device, from those of others who use this browser. */
  holder?: string;
  /** What Python packed at an earlier visit. */
  state?: string;
}

export interface PythonListeners {
  onprogress?(done: number, total: number): void;
  onstate?(state: string, error?: string): void;
}
export interface Python {
  start(): Promise<unknown>;
  listen(listeners: PythonListeners): () => void;
  call(request: object): Promise<any>;
  run(request: object, onprogress: (progress: RunProgress) => void): Running;
  readonly state: string;
}

/** What a simulation says while it runs; its data are known to the simulation and to who shows it. */
export interface RunProgress {
  fraction: number;
  data: any;
}
/** How a run ended: with all but `error`, or with `error` alone (failed, timeout, crashed, cancelled, or what Python says of its parameters). */
export interface RunEnd {
  result?: { metrics: Record<string, number>; series: Record<string, any[]>; notes: string[]; [more: string]: any };
  /** The run as an answer holds it. */
  answer?: { params: any; seed: number; data: string; metrics: Record<string, number>; outputs?: Record<string, string> };
  event?: EventRow;
  /** `html`: words of Python; the other codes have words of the page's. */
  error?: { code: string; html?: string };
}
export interface Running {
  /** Never fails. */
  done: Promise<RunEnd>;
  cancel(): void;
}
/** An earlier run, as the record keeps it. */
export interface KeptRun {
  id: string;
  time: string;
  params: any;
  seed: number;
  data: string;
  metrics: Record<string, number>;
  series: Record<string, any[]>;
  notes: string[];
  samples?: { input: string; output: string }[];
}

export type SessionEvent = { kind: "changed" } | { kind: "ready" } | { kind: "elsewhere" } | { kind: "replaced" } | { kind: "judged"; exercise: string; reply: Reply };

export interface Kept {
  answer: Answer;
  /** Whether the answer waits for Python. */
  pending: boolean;
  /** Whether it is the answer of the last attempt, so that the attempt's reply belongs to it. */
  judged: boolean;
}

/** The only place that asks Python and writes the record. */
export interface Session {
  readonly ready: boolean;
  readonly holder: string;
  /** Why what an LMS has kept could not be taken up; the end of a text's key, or empty. */
  readonly stateProblem: string;
  readonly elsewhere: Set<string>;
  readonly progress: Progress | null;
  readonly dropped: { reason: string; id: string }[];
  /** Whether everything that was added is on the device. */
  readonly saved: "none" | "saving" | "saved" | "not_saved";
  start(): Promise<void>;
  /** Whether the learner waits for Python. */
  readonly waiting: boolean;
  need(): Promise<void>;
  view(exercise: string): View | null;
  kept(exercise: string): Kept | null;
  hasBegun(): boolean;
  draft(exercise: string, answer: Answer): void;
  keep(exercise: string, answer: Answer, duration: number): void;
  submit(exercise: string, answer: Answer, duration: number): Promise<Reply>;
  hint(exercise: string): Promise<void>;
  reveal(exercise: string): Promise<{ answer: Answer; reply: Reply } | null>;
  /** The items that are drawn with a seed, in their order. */
  arrange(exercise: string, seed: number): Promise<string[]>;
  ask(exercise: string, state: any, message: any): Promise<{ state: any; reply: any }>;
  /** Runs the exercise's simulation, and keeps the run in the record when it comes to its end. */
  run(exercise: string, params: any, onprogress: (progress: RunProgress) => void): Running;
  runs(exercise: string): KeptRun[];
  visit(page: string): Promise<void>;
  begin(): void;
  rows(): Rows;
  merge(rows: Rows): Promise<number>;
  listen(listener: (event: SessionEvent) => void): () => void;
  consult(request: Record<string, any>): Promise<any>;
}

/** What all pages of a course share. In an LMS the shell around them has it (see `host.js`). */
export interface OpenCourse {
  fingerprint: string;
  record: LearnerRecord;
  python: Python;
  session: Session;
  /** Hears which page is shown. */
  shown(page: string): void;
}

/** What a widget gives to its frame. */
export interface Handle {
  read(): Answer;
  write(answer: Answer): void | Promise<void>;
  /**
   * Shows what only this type knows how to show; the frame shows everything except what `own` names. Words that it
   * returns are said in place of the feedback that stands beside items.
   */
  show?(reply: Reply): string | void;
  own?: string[] | ((item: FeedbackItem) => boolean);
  arrange?(ids: string[]): void;
  lock?(locked: boolean): void;
  /** Whether there is something to check now; without it there always is. */
  checkable?(): boolean;
}
/** What a widget gets from its frame. */
export interface Client {
  id: string;
  answer: Answer | null;
  text(key: string, data?: Record<string, unknown>): string;
  connect(handle: Handle): void;
  changed(): void;
  submit(): void;
  /** Another attempt begins, about something else: what was said of the last one goes. */
  restart(): void;
  /** What the next attempt is asked; null where none is left, or as long as Python is not there. */
  draw(): Draw | null;
  /** The items that are drawn with a seed, in their order; null where only Python knows them. */
  arranged(seed: number): string[] | null;
  arrange(seed: number): Promise<string[]>;
  /** Starts Python because the learner waits for it. */
  need(): Promise<void>;
  ask(message: any, state: any): Promise<{ state: any; reply: any }>;
  /** Runs the exercise's simulation; cancelled when the exercise leaves the page. */
  run(params: any, onprogress: (progress: RunProgress) => void): Running;
  /** Earlier runs, oldest first. */
  runs(): KeptRun[];
  /** The answer of the last attempt, and what was said of it; null where there is none, or as long as Python is not there. */
  judged(): { answer: Answer; reply: Reply } | null;
  say(text: string): void;
  fragment(html: string): DocumentFragment;
  ready(): boolean;
}
export interface Widget {
  mount(root: HTMLElement, client: Client): () => void;
}

/**
 * Moves between the pages of the course. `paths` (pages are files over http) is one router; a single file needs another
 * that keeps the page in the fragment of the address. Both offer this.
 */
export interface Router {
  go(href: string): Promise<void>;
}
/** Where the pages of a course are. */
export interface Places {
  /** Whether a page can be out of reach. */
  remote: boolean;
  /** The page that stands in the document when the scripts begin. */
  first: string;
  /** Whether a page of the course is there. */
  holds(address: URL): boolean;
  /** What is the same for all addresses of one page. */
  pageOf(address: URL): string;
  /** The HTML id of a place on the page; may be empty. */
  anchorOf(address: URL): string;
  /** A page that can be shown at once, and the address that it has in the end. */
  load(address: URL, signal: AbortSignal): Promise<{ page: Document; address: URL }>;
}
export interface RouterHooks {
  /** Before the shown page goes: unmount, save drafts. */
  leave(): void;
  /** After the new page stands in the document. */
  arrive(): void;
  /** The device is offline and the page could not be had: the learner stays. */
  unreachable(): void;
}
