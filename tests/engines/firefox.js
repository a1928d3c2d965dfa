// Drives Debian's Firefox over WebDriver BiDi for a Python that writes one command in JSON a line and reads one reply a line.
//
// node firefox.js <the program of Firefox>

import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const PATIENCE = 300_000; // milliseconds: Python starts on busy machines, and all proofs are one call

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: process.argv[2],
  protocolTimeout: PATIENCE,
  defaultViewport: { width: 1280, height: 800 },
});
const page = await browser.newPage();
const faults = [];
page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
page.on("pageerror", (error) => faults.push(String(error)));
page.on("requestfailed", (request) => faults.push(`failed: ${request.url()} ${request.failure()?.errorText}`));

const commands = {
  version: () => browser.version(),
  open: ({ url }) => page.goto(url).then(() => null),
  reload: () => page.reload().then(() => null),
  click: async ({ selector }) => {
    // What lies below the header at the top of the window is in view for the driver.
    await page.$eval(selector, (element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
    await page.click(selector);
  },
  run: ({ script, argument }) => page.evaluate(`(${script})(${JSON.stringify(argument)})`),
  faults: () => faults,
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  let reply;
  try {
    reply = { value: await commands[command.do](command) };
  } catch (error) {
    reply = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
await browser.close();
