import type { Product } from '../product';
import { type Caller, callerOf, keyCaller, personCaller } from './caller';

const PASSWORD = 'correct horse battery staple';
const PROJECT = 'Delay desk';
const ADMINISTRATOR = { name: 'Ana Prado', email: 'ana@example.org', password: PASSWORD };
const SCIENTIST = { name: 'Bento Reis', email: 'bento@example.org', password: PASSWORD };

export interface People {
  scientist: Caller;
  administrator: Caller;
  /** A program that asks the model and brings labels. */
  program: Caller;
}

/** The first two people of a new installation, and a key. */
export async function setUpPeople({ url, setupUrl, admin }: Product): Promise<People> {
  const nobody = callerOf(url, { origin: url });
  const token = new URL(setupUrl).searchParams.get('t') ?? '';
  // Predictions are answered before the pages are there.
  while ((await fetch(`${url}/api/setup`)).status === 503) await new Promise((wake) => setTimeout(wake, 200));
  const { project } = await nobody.ask<{ project: { slug: string } }>('POST', '/api/setup', {
    token,
    project: PROJECT,
    ...ADMINISTRATOR,
  });
  const administrator = await personCaller(url, { ...ADMINISTRATOR, project: project.slug });
  const invited = await administrator.ask<{ token: string }>('POST', '/api/invitations', {
    role: 'scientist',
    email: SCIENTIST.email,
  });
  await nobody.ask('POST', `/api/invitations/${invited.token}/accept`, SCIENTIST);
  const scientist = await personCaller(url, { ...SCIENTIST, project: project.slug });
  const key = admin('key', 'create', '--name', 'flights', '--scopes', 'predict,feedback', '--project', PROJECT);
  return { administrator, scientist, program: keyCaller(url, key) };
}
