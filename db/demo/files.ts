/** The sample files: on what each hangs, who put it there, and what is in it, made up as a PDF, a picture or a text. */
import { crc32, deflateSync } from 'node:zlib';

export type FilePlan = {
  on: { ticket: string } | { task: string };
  name: string;
  /** A client user, or a staff member by display name. */
  by: string;
  daysAgo: number;
  internal?: true;
};

export const files: FilePlan[] = [
  { on: { task: 'API performance work' }, name: 'Latency_before_and_after.pdf', by: 'Marta', daysAgo: 1.2 },
  { on: { task: 'API performance work' }, name: 'p95-by-hour.png', by: 'Jonas', daysAgo: 1.1 },
  { on: { task: 'API performance work' }, name: 'effort-and-margin.txt', by: 'Marta', daysAgo: 1, internal: true },
  { on: { task: 'Partner onboarding guide' }, name: 'Onboarding-guide_draft-3.pdf', by: 'Marta', daysAgo: 2.6 },
  { on: { task: 'Partner onboarding guide' }, name: 'Remarks of Kestrel Supplies.txt', by: 'Ravi Menon', daysAgo: 2.1 },
  { on: { task: 'Load test with a day of real traffic' }, name: 'load-test_plan.pdf', by: 'Jonas', daysAgo: 4 },
  { on: { task: 'Load test with a day of real traffic' }, name: 'orders-thursday.sample.txt', by: 'Ravi Menon', daysAgo: 1.5 },
  { on: { ticket: 'Orders from Kestrel Supplies arrive twice since Tuesday' }, name: 'doubles-tuesday.txt', by: 'Claire Dubois', daysAgo: 1.9 },
  { on: { ticket: 'Orders from Kestrel Supplies arrive twice since Tuesday' }, name: 'two-numbers-one-order.png', by: 'Claire Dubois', daysAgo: 1.9 },
  { on: { ticket: 'Orders from Kestrel Supplies arrive twice since Tuesday' }, name: 'trace-of-the-retry.txt', by: 'Jonas', daysAgo: 1.4, internal: true },
  { on: { ticket: 'Add the Canadian warehouse to the stock report' }, name: 'Stock-report_layout.pdf', by: 'Claire Dubois', daysAgo: 5 },
  { on: { ticket: 'Invoices show the old address' }, name: 'invoice-2024-1187.pdf', by: 'Claire Dubois', daysAgo: 8 },
  { on: { ticket: 'Search does not find article numbers with a slash' }, name: 'search-slash.png', by: 'Claire Dubois', daysAgo: 3 },
  { on: { ticket: 'Invoices show the old address' }, name: 'letterhead_2026.png', by: 'Claire Dubois', daysAgo: 7 },
  { on: { ticket: 'New colleague needs access to the partner handbook' }, name: 'Access-form_signed.pdf', by: 'Claire Dubois', daysAgo: 5 },
  { on: { ticket: 'Text reminders come an hour late' }, name: 'reminders-of-monday.txt', by: 'Aisha Khan', daysAgo: 4 },
  { on: { ticket: 'Export of appointments for the yearly audit' }, name: 'Audit_request-signed.pdf', by: 'Aisha Khan', daysAgo: 11 },
  { on: { task: 'Reminders by text message' }, name: 'reminder-texts_approved.pdf', by: 'Helen Pryce', daysAgo: 5 },
  { on: { ticket: 'Scanner at gate 3 loses its radio every night' }, name: 'gate-3_signal.png', by: 'Karin Vogel', daysAgo: 6 },
  { on: { task: 'Short picks' }, name: 'short-picks_screens.pdf', by: 'Jonas', daysAgo: 4 },
  { on: { ticket: 'Scanner at gate 3 loses its radio every night' }, name: 'hall-2_floor-plan_1200-dpi.png', by: 'Karin Vogel', daysAgo: 6 },
  { on: { ticket: 'Orders from Kestrel Supplies arrive twice since Tuesday' }, name: 'kestrel-warehouse_floor-plan.png', by: 'Claire Dubois', daysAgo: 1.8 },
]; // prettier-ignore

/** The files that people attach to everyday tickets, in turn. */
export const everydayNames = [
  'screenshot.png',
  'error_message.txt',
  'Approval-form.pdf',
  'list-of-users.txt',
];

/** A file by the ending of its name, with its media type. */
export function contentOf(name: string, about: string): { bytes: Buffer; mediaType: string } {
  if (name.endsWith('.pdf')) return { bytes: pdfOf([name, about]), mediaType: 'application/pdf' };
  if (name.endsWith('.png')) return { bytes: pictureOf(name), mediaType: 'image/png' };
  return { bytes: Buffer.from(`${name}\n\n${about}\n`), mediaType: 'text/plain' };
}

/** One page with these lines on it. */
function pdfOf(lines: string[]): Buffer {
  const shown = lines.map((line) => `(${line.replaceAll(/[\\()]/g, '\\$&').slice(0, 90)}) Tj T*`).join('\n');
  const drawing = `BT /F1 14 Tf 20 TL 56 770 Td\n${shown}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, nth) => {
    const at = text.length;
    text += `${nth + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(
    `${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`,
    'latin1',
  );
}

/** By the name of what it shows: a plan that was scanned far too finely, else a chart. */
const pictureOf = (name: string): Buffer => (name.includes('floor-plan') ? floorPlanOf() : chartOf(name));

/** Bars of a chart with its lines, as high as the letters of the name are late in the alphabet. */
function chartOf(name: string): Buffer {
  const [width, height, bar] = [1200, 675, 48];
  const [paper, line, bars, highest] = [0, 1, 2, 3];
  const heights = Array.from({ length: 24 }, (_, nth) => 60 + (name.charCodeAt(nth % name.length) % 32) * 17);
  const peak = heights.indexOf(Math.max(...heights));
  const colours = [255, 255, 255, 214, 219, 228, 79, 110, 196, 200, 92, 60];
  return pngOf(width, height, { depth: 8, colours }, (row, y) => {
    row.fill(y % 90 === 0 ? line : paper, 1);
    for (const [nth, high] of heights.entries())
      if (height - 24 - y < high && y < height - 24)
        row.fill(nth === peak ? highest : bars, 1 + 24 + nth * bar, 1 + 24 + nth * bar + 34);
  });
}

/** Walls and shelves in black and white: 144 million pixels in a few kilobytes. */
function floorPlanOf(): Buffer {
  const [width, height] = [16_000, 9_000];
  return pngOf(width, height, { depth: 1, colours: [255, 255, 255, 40, 40, 40] }, (row, y) => {
    const isWall = y < 80 || y >= height - 80;
    row.fill(isWall ? 0xff : 0, 1);
    row.fill(0xff, 1, 11);
    row.fill(0xff, row.length - 10);
    if (y % 900 > 500) for (let left = 100; left < 1_900; left += 100) row.fill(0xff, left, left + 60);
  });
}

type Palette = { depth: 1 | 8; colours: readonly number[] };

/** A PNG with a palette; `draw` fills each row, whose first byte is not a pixel's. */
function pngOf(
  width: number,
  height: number,
  { depth, colours }: Palette,
  draw: (row: Buffer, y: number) => void,
) {
  const row_bytes = 1 + Math.ceil((width * depth) / 8);
  const pixels = Buffer.alloc(row_bytes * height);
  for (let y = 0; y < height; y += 1) draw(pixels.subarray(y * row_bytes, (y + 1) * row_bytes), y);
  const chunk = (kind: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, 3], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from(colours)),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
