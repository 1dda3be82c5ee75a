// Loaded before a program (--import): after some writes below one folder, writes fail as on a disk that is full. Counted in
// each thread by itself, for one thread does the writing of runs and another that of the report. LAB_FAIL_BY=kill: the program
// is killed there instead.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const {
  LAB_FAIL_BELOW: below,
  LAB_FAIL_AFTER: after,
  LAB_FAIL_WRITES: writes,
  LAB_FAIL_BY: by,
} = process.env;
let count = 0;

/** Whether this write fails. */
const fails = () => {
  count++;
  const does = count > Number(after) && count <= Number(after) + Number(writes);
  if (does && by === 'kill') process.kill(process.pid, 'SIGKILL');
  return does;
};
const full = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

if (below) {
  const open = fs.promises.open;
  fs.promises.open = async (path, ...rest) => {
    const handle = await open(path, ...rest);
    if (!String(path).startsWith(below)) return handle;
    const write = handle.write.bind(handle);
    handle.write = async (...given) => {
      if (fails()) throw full();
      return write(...given);
    };
    return handle;
  };
  const { mkdir, rename, copyFile } = fs.promises;
  fs.promises.rename = async (from, to) => {
    if (String(to).startsWith(below) && fails()) throw full();
    return rename(from, to);
  };
  fs.promises.mkdir = async (path, ...rest) => {
    if (String(path).startsWith(below) && fails()) throw full();
    return mkdir(path, ...rest);
  };
  fs.promises.copyFile = async (from, to, ...rest) => {
    if (String(to).startsWith(below) && fails()) throw full();
    return copyFile(from, to, ...rest);
  };
  syncBuiltinESMExports();
}
