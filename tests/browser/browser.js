// Debian's Chromium, headless, and the few steps every test takes in it.
import { chromium } from 'playwright-core';

export const desk = { width: 1280, height: 900 };
export const phone = { width: 360, height: 740 };

export function launch() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-quic'],
  });
}

// A person at a screen of their own: a fresh browser context that is signed in.
export async function signIn(browser, address, login, password, { viewport = desk, locale = 'zh-CN', colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport, locale, colorScheme, baseURL: address });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.fill('input[name=login]', login);
  await page.fill('input[name=password]', password);
  await page.click('form[action="/sign-in"] button');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return page;
}
