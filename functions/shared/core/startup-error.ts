/** Something that the person who starts CarvOS can put right. Its message names the file and what to do: shown without a stack. */
export class StartupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartupError';
  }
}

const ELSEWHERE = 'choose another folder with CARVOS_DATA_DIR';

const NOT_PERMITTED = (path: string) =>
  `${path} may not be read or written by this user. Change its owner or its permissions, or ${ELSEWHERE}`;
const NOT_A_FOLDER = (path: string) =>
  `${path} cannot be made, because a file stands where a folder is needed. Move it away, or ${ELSEWHERE}`;
const NO_ROOM = (path: string) => `There is no room left on the disk for ${path}. Make room, or ${ELSEWHERE}`;
const READ_ONLY = (path: string) =>
  `${path} cannot be written: it is read-only. Make it writable, or ${ELSEWHERE}`;

/** What the operating system says of a file. */
const FILE_PROBLEMS: Readonly<Record<string, (path: string) => string>> = {
  EACCES: NOT_PERMITTED,
  EPERM: NOT_PERMITTED,
  EROFS: READ_ONLY,
  ENOTDIR: NOT_A_FOLDER,
  EEXIST: NOT_A_FOLDER,
  ENOSPC: NO_ROOM,
  EDQUOT: NO_ROOM,
  EISDIR: (path) => `${path} is a folder, and a file is needed there. Move it away, or ${ELSEWHERE}`,
  ENOENT: (path) => `${path} cannot be made: its folder is not there. Make the folder, or ${ELSEWHERE}`,
  ENAMETOOLONG: (path) => `The name ${path} is too long. Use a shorter one: ${ELSEWHERE}`,
};

/** What SQLite says of one, by its primary result code. */
const DATABASE_PROBLEMS: Readonly<Record<number, (path: string) => string>> = {
  3: NOT_PERMITTED,
  5: (path) => `${path} is held by another program. End that one, or ${ELSEWHERE}`,
  8: READ_ONLY,
  10: (path) =>
    `${path} cannot be read or written: the disk reports an error. Check the disk, or ${ELSEWHERE}`,
  11: (path) => `${path} is damaged. Put a copy back, or ${ELSEWHERE}`,
  13: NO_ROOM,
  14: (path) => `${path} cannot be opened. Check that it is a file that this user may write, or ${ELSEWHERE}`,
  26: (path) =>
    `${path}: this file is not a database. Move it away or put the right one back, or ${ELSEWHERE}`,
};

/**
 * A failure of reading or writing `path`, as the {@link StartupError} that explains it; the error itself when there is nothing
 * that its reader could put right.
 */
export function toStartupError(error: unknown, path: string): unknown {
  if (error instanceof StartupError) return error;
  const { code, errcode } = Object(error) as { code?: unknown; errcode?: unknown };
  const explain =
    code === 'ERR_SQLITE_ERROR'
      ? // The low byte is the primary result code; the rest of an extended one says how it came about.
        DATABASE_PROBLEMS[Number(errcode) & 0xff]
      : FILE_PROBLEMS[String(code)];
  return explain ? new StartupError(explain(path), { cause: error }) : error;
}
