/** Signs a page's visitor in by the form, as the account whose address begins with this. */
import type { Page } from '@playwright/test';
import type { SampleCompany } from '../../support/visitor.ts';

export async function signIn(page: Page, company: SampleCompany, address: string): Promise<void> {
  const { realm, email, password } = company.accounts.find((one) => one.email.startsWith(address))!;
  const place = realm === 'client' ? 'portal' : 'staff';
  await page.goto(`${company.server.origin}/${place}/sign-in`);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', password);
  await page.click('button[type=submit]');
  await page.waitForURL(`**/${place}`);
}
