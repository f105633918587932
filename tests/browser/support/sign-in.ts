/** Signs a page's visitor in by the form, as the account whose address begins with this. */
import type { Page } from '@playwright/test';
import type { SampleCompany } from '../../support/visitor.ts';

export async function signIn(page: Page, company: SampleCompany, address: string): Promise<void> {
  const { realm } = company.accounts.find((one) => one.email.startsWith(address))!;
  const place = realm === 'client' ? 'portal' : 'staff';
  await page.goto(`${company.server.origin}/${place}/sign-in`);
  await signInHere(page, company, address);
  await page.waitForURL(`**/${place}`);
}

/** The same on the sign-in page that somebody was led to; the page that they come to is for the caller to wait for. */
export async function signInHere(page: Page, company: SampleCompany, address: string): Promise<void> {
  const { email, password } = company.accounts.find((one) => one.email.startsWith(address))!;
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', password);
  await page.click('button[type=submit]');
}
