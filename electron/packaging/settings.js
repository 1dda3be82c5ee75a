import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { devDependencies, description, author } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const env = process.env;

/** Where `scripts/stage.js` lays out what the program consists of, from the root of the checkout. */
export const stage = 'dist/app';

/**
 * What lies beside the archive and not in it. Threads: a thread reads its files as plain Node does, so the programs of
 * threads and what they load are plain files. Guide and licences: other programs open them.
 */
export const unpacked = ['main/!(index.js)', 'docs/*', 'licences/*', 'LICENSE'];

/** The kind of file that a double click opens in the lab. */
export const association = {
  ext: 'losslab',
  name: 'Loss Lab experiment',
  description: 'Loss Lab experiment',
  mimeType: 'application/x-losslab',
  role: 'Editor',
  rank: 'Owner',
};

/**
 * Switches in Electron's executable that nothing outside of it can turn back: it runs no other code than the archive's,
 * neither as a Node of its own nor under a debugger. The last of them keeps Playwright out too, so a build that specs
 * drive leaves them as they come (LAB_FUSES=off).
 */
export const fuses = {
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
  // A signature that the linker made does not hold after the change; a real one is made after it anyway.
  resetAdHocDarwinSignature: true,
  enableNodeCliInspectArguments: false,
};

/** Signed by a developer's certificate, where one is given; else on a Mac for this machine only, which Electron needs. */
const signedMac = Boolean(env.CSC_LINK);

/** Settings of electron-builder, which `scripts/package.js` and `scripts/installers.js` run. */
export default {
  appId: 'LossLab.LossLab',
  productName: 'Loss Lab',
  copyright: `© ${author}`,
  electronVersion: devDependencies.electron,
  directories: { app: stage, output: 'dist', buildResources: 'electron/packaging/icons' },
  files: ['**/*'],
  asar: true,
  asarUnpack: unpacked,
  // The program is bundled: no package goes with it. Without this word those of the checkout would.
  beforeBuild: () => Promise.resolve(false),
  // Nothing is uploaded and nothing looks for updates.
  publish: null,
  artifactName: 'loss-lab-${version}-${os}-${arch}.${ext}',
  fileAssociations: [association],
  ...(env.LAB_FUSES === 'off' ? {} : { electronFuses: fuses }),
  linux: {
    executableName: 'loss-lab',
    icon: 'linux',
    category: 'Education',
    synopsis: description,
    // A package names who answers for it; scripts/installers.js asks for the name.
    maintainer: env.LAB_MAINTAINER,
    target: [
      { target: 'deb', arch: ['x64'] },
      { target: 'AppImage', arch: ['x64'] },
      { target: 'rpm', arch: ['x64'] },
    ],
  },
  mac: {
    category: 'public.app-category.education',
    target: [{ target: 'dmg', arch: ['universal'] }],
    hardenedRuntime: signedMac,
    notarize: signedMac && Boolean(env.APPLE_API_KEY),
    ...(signedMac ? {} : { identity: '-' }),
  },
  win: {
    target: [{ target: 'nsis', arch: ['x64', 'arm64'] }],
  },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    // The library is the user's: removing the program leaves it.
    deleteAppDataOnUninstall: false,
  },
};
