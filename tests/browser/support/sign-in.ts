/** Who a page's visitor is. */
import type { Page } from '@playwright/test';
import type { Account } from '../../../db/running.ts';
import type { SampleCompany } from '../../support/visitor.ts';

/** An account, or the beginning of its address. */
type Who = Account | string;

const accountOf = (company: SampleCompany, who: Who) => (typeof who === 'string' ? company.person(who) : who);

/** Gives the page's visitor a session, as signing in does, and leaves the page as it is. */
export async function signIn(page: Page, company: SampleCompany, who: Who): Promise<void> {
  const { name, value, path } = await company.session(accountOf(company, who));
  const { hostname } = new URL(company.server.origin);
  await page.context().addCookies([{ name, value, path, domain: hostname, httpOnly: true, sameSite: 'Lax' }]);
}

/** Signs the page's visitor in by the form, which leads to the first page of the realm: for tests that are about it. */
export async function signInByForm(page: Page, company: SampleCompany, who: Who): Promise<void> {
  const { realm, email, password } = accountOf(company, who);
  const place = realm === 'client' ? 'portal' : 'staff';
  await page.goto(`${company.server.origin}/${place}/sign-in`);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', password);
  await page.click('button[type=submit]');
  await page.waitForURL(`**/${place}`);
}
