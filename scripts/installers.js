import { builder } from './builder.js';
import { stageProgram } from './stage.js';

/** What packages of Linux must name; nobody can know it from the checkout. */
const asked = {
  LAB_HOMEPAGE: 'the address of the project’s page',
  LAB_MAINTAINER: 'who answers for the package, as in "Name <name@example.org>"',
};

const missing = process.platform === 'linux' ? Object.keys(asked).filter((name) => !process.env[name]) : [];
if (missing.length > 0) {
  const lines = missing.map((name) => `  ${name}  ${asked[name]}`);
  process.stderr.write(
    `Packages for Linux name two things more. Set and start again:\n${lines.join('\n')}\n`,
  );
  process.exitCode = 2;
} else {
  try {
    await stageProgram();
    process.exitCode = await builder(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
