/** What the modules of this folder exchange. All that is told an LMS is made by Python; texts are passed on as they are. */

/** What Python's request `report` gives for SCORM. */
export interface ScormReport {
  values: [string, string][];
  interactions: { id: string; values: [string, string][] }[];
  objectives: { id: string; values: [string, string][] }[];
  location?: string;
}
/** What it gives for xAPI. */
export interface XapiReport {
  completion: string;
  success: string;
  score: { scaled: number; raw: number; min: number; max: number } | null;
  progress: number;
  answered: Answered[];
  location?: string;
}
export interface Answered {
  id: string;
  type: string;
  name: string;
  response: string;
  success: boolean | null;
  score: number | null;
  /** Left out where it is not known. */
  duration?: string;
}

/** What there is to tell; without Python neither `report` nor `state` is known. */
export interface Told {
  location: string;
  state: string | null;
  report: any;
  /** Whether the learner has asked to leave, rather than closed the window. */
  leaving: boolean;
}
export interface Written {
  /** Whether the LMS has it all. */
  kept: boolean;
  /** The LMS refuses a state of this size: another one fits `limit`, which is smaller now. */
  smaller: boolean;
  /** The end of a text's key, `lms_<this>`, or empty. */
  problem: string;
}

export type Mode = "normal" | "review" | "browse";

/** The LMS that has launched the course. */
export interface Lms {
  readonly profile: "scorm12" | "scorm2004" | "xapi";
  readonly mode: Mode;
  /** Who learns, in the LMS's words. */
  readonly learner: string;
  /** What an earlier visit has left. */
  readonly state: string;
  readonly location: string;
  /** How many characters of state the LMS takes. */
  readonly limit: number;
  /** What it holds of the results now, for Python, which lowers nothing. */
  readonly results: Record<string, string>;
  write(told: Told): Written | Promise<Written>;
  /** A sign of life in a long silence. */
  keepAlive(): void;
  /** Ends the session, also while the page is being closed; says whether the LMS has heard that, when it is known. */
  end(told: Told): boolean | Promise<boolean>;
  /** Where the LMS wants the learner to go then; empty: it said nothing. */
  readonly returnTo: string;
}
