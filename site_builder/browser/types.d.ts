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
export interface View {
  status: "new" | "tried" | "done" | "closed";
  attempts: number;
  left: number | null;
  seed: number;
  order?: string[];
  hints: { used: number; total: number; html: string[] };
  can_check: boolean;
  can_hint: boolean;
  can_reveal: boolean;
  stale: boolean;
  answer: Answer | null;
  reply: Reply | null;
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
export interface Progress {
  format: number;
  percent: number;
  score: { earned: number; total: number };
  next: string | null;
  completion: string;
  status: string;
  phases: { id: string; number: number; status: string; done: number; total: number }[];
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

export interface Python {
  start(): Promise<unknown>;
  call(request: object): Promise<any>;
  run(request: object, onprogress: (progress: RunProgress) => void): Running;
  readonly state: string;
}

/** What a simulation says while it runs; its data are known to the simulation and to who shows it. */
export interface RunProgress {
  fraction: number;
  data: any;
}
/** How a run ended: with all but `error`, or with `error` alone (code: failed, timeout, crashed, cancelled). */
export interface RunEnd {
  result?: { metrics: Record<string, number>; series: Record<string, any[]>; notes: string[]; [more: string]: any };
  /** The run as an answer holds it. */
  answer?: { params: any; seed: number; data: string; metrics: Record<string, number> };
  event?: EventRow;
  error?: { code: string };
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
}

export type SessionEvent = { kind: "changed" } | { kind: "elsewhere" } | { kind: "replaced" } | { kind: "judged"; exercise: string; reply: Reply };

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
  reveal(exercise: string): Promise<Answer | null>;
  ask(exercise: string, state: any, message: any): Promise<{ state: any; reply: any }>;
  /** Runs the exercise's simulation, and keeps the run in the record when it comes to its end. */
  run(exercise: string, params: any, onprogress: (progress: RunProgress) => void): Running;
  runs(exercise: string): KeptRun[];
  visit(page: string): Promise<void>;
  begin(): void;
  rows(): Rows;
  merge(rows: Rows): Promise<number>;
  listen(listener: (event: SessionEvent) => void): () => void;
}

/** What a widget gives to its frame. */
export interface Handle {
  read(): Answer;
  write(answer: Answer): void | Promise<void>;
  /**
   * Shows what only this type knows how to show; the frame shows everything except the codes listed in `own`. Words that it
   * returns are said in place of the feedback that stands beside items.
   */
  show?(reply: Reply): string | void;
  own?: string[];
  arrange?(ids: string[]): void;
  lock?(locked: boolean): void;
}
/** What a widget gets from its frame. */
export interface Client {
  id: string;
  answer: Answer | null;
  text(key: string, data?: Record<string, unknown>): string;
  connect(handle: Handle): void;
  changed(): void;
  submit(): void;
  ask(message: any, state: any): Promise<{ state: any; reply: any }>;
  /** Runs the exercise's simulation; cancelled when the exercise leaves the page. */
  run(params: any, onprogress: (progress: RunProgress) => void): Running;
  /** Earlier runs, oldest first. */
  runs(): KeptRun[];
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
export interface RouterHooks {
  /** Before the shown page goes: unmount, save drafts. */
  leave(): void;
  /** After the new page stands in the document. */
  arrive(): void;
  /** The device is offline and the page could not be had: the learner stays. */
  unreachable(): void;
}
