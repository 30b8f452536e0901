import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { dirname } from 'node:path';
import { constants, Script } from 'node:vm';
import { BUNDLE_VARIABLE, KEEPS_CODE_VARIABLE } from './bundle-variable.ts';

/*
 * Runs the bundle with what V8 has compiled of it once before (nodejs.org/api/vm.html#scriptcreatecacheddata): to
 * compile it is most of what a start costs. The one process that is asked to leaves its code behind when it ends.
 */

type Wrapped = (exports: unknown, require: NodeJS.Require, module: NodeJS.Module, file: string, folder: string) => void;

const WRAPPER = ['(function (exports, require, module, __filename, __dirname) {', '\n});'] as const;

function run(file: string, keeps: boolean): void {
  const codeFile = `${file}.code`;
  const script = new Script(WRAPPER.join(readFileSync(file, 'utf8')), {
    filename: file,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(!keeps && { cachedData: readFileSync(codeFile) }),
  });
  if (keeps) process.once('exit', () => writeFileSync(codeFile, script.createCachedData()));
  const module = new Module(file);
  const require = createRequire(file);
  // What lies beside it asks for it, and would run it a second time.
  require.cache[file] = module;
  const wrapped = script.runInThisContext() as Wrapped;
  wrapped(module.exports, require, module, file, dirname(file));
}

run(process.env[BUNDLE_VARIABLE] ?? '', process.env[KEEPS_CODE_VARIABLE] === 'yes');
