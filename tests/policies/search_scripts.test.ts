/** What people type into a search, in many scripts and with the signs of their keyboards, and what is found by it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { asClient, asStaff } from '../support/builders.ts';
import { aMessage, anAttachment, aTicket, type Ticket } from '../support/ticket-builders.ts';
import { errorOf } from './policy-assertions.ts';
import { useWorld } from './world.ts';

const inside = useWorld();

/** A text, what finds it, and what does not. */
const texts: [name: string, text: string, finding: string[], missing: string[]][] = [
  ['typographic signs', 'He said “quixotic” and waits…', ['quixotic', '“quixotic”', 'wait', 'waits…'], ['quixot…ic']],
  ['Thai', 'เครื่องพิมพ์ในห้องประชุมเสีย', ['เครื่องพิมพ์', 'ห้องประชุม', '"ห้องประชุม"', 'เสีย'], ['ประตู', 'ชุมประ']],
  ['Lao', 'ເຄື່ອງພິມເສຍແລ້ວ', ['ເຄື່ອງພິມ', 'ເສຍ'], ['ປະຕູ']],
  ['Khmer', 'ម៉ាស៊ីនបោះពុម្ពខូច', ['បោះពុម្ព', 'ខូច'], ['ទ្វារ']],
  ['Burmese', 'ပုံနှိပ်စက်ပျက်နေသည်', ['ပုံနှိပ်', 'ပျက်'], ['တံခါး']],
  ['Chinese', '三楼的打印机坏了，请派人来修', ['打印机', '打印', '修', '「打印机坏了」', '打印机 三楼', 'ＡＢＣ or 打印机'], ['机打印', '扫描仪']],
  ['Japanese', '会議室のプリンターが壊れました', ['プリンター', '会議室', '壊れ', 'ﾌﾟﾘﾝﾀｰ', '『プリンター』'], ['プリン室']],
  ['Korean', '회의실의 프린터가 고장났습니다', ['프린터', '회의실', '프린터가', '프린터'.normalize('NFD')], ['터프린']],
  ['Arabic', 'الطابعة في غرفة الاجتماعات معطّلة', ['الطابعة', 'الطـابعة', 'غرفة'], ['الباب']],
  ['Hebrew', 'המדפסת של צה״ל מקולקלת', ['המדפסת', 'צה"ל', 'צה״ל'], ['דלת']],
  ['Persian', 'چاپگر کار نمی\u200cکند', ['چاپگر', 'نمیکند', 'نمی\u200cکند'], ['درب']],
  ['Hindi', 'हिन्दी मुद्रक ख़राब है', ['मुद्रक', 'हिन्दी'], ['दरवाज़ा']],
  ['Greek', 'Ο ΕΚΤΥΠΩΤΗΣ χάλασε', ['εκτυπωτης', 'εκτυπωτησ', 'ΧΆΛΑΣΕ'], ['πόρτα']],
  ['Cyrillic', 'Принтер не работает', ['принтер', 'РАБОТАЕТ'], ['дверь']],
  ['German', 'Falsche Größe der Straßenschilder', ['größe', 'GRÖSSE', 'Gro\u0308ße', 'Straßenschilder', '„Falsche Größe“', '‚Falsche Größe‘', '»falsche Größe«'], ['„Größe Falsche“', 'Grube']],
  ['Vietnamese', 'Máy in bị hỏng ở tầng ba'.normalize('NFC'), ['hỏng', 'hỏng'.normalize('NFD'), 'TẦNG'.normalize('NFD'), '“bị hỏng”'], ['hồng']],
  ['Turkish', 'İstanbul’daki ışıklar yanmıyor', ['istanbul', 'İSTANBUL', 'IŞIKLAR', 'ışıklar'], ['kapı']],
  ['French', 'L’imprimante « du bureau » est cassée', ['imprimante', '« du bureau »', 'cassée'], ['« bureau du »']],
  ['wide letters', 'Error code ＸＹＺ１２３ in ﬁle', ['xyz123', 'ＸＹＺ１２３', 'file', 'ﬁle'], ['xyz124']],
  ['marks inside words', 'Wel\u00adcome to the head\u200bquarters of Acme\u00a0Corp\u2060oration', ['welcome', 'headquarters', '"Acme Corporation"', 'head\u00adquarters', 'acme\u202fcorporation'], ['"Corporation Acme"']],
  ['signs on words', 'The Widget™ of 25\u202f000 m² – H₂O', ['widget', 'Widget™', 'H2O', '"the widget"'], ['widgettm']],
  ['dashes', 'Flight Berlin–Paris, seat non‑smoking', ['berlin', 'Berlin-Paris', 'Berlin–Paris', 'non-smoking', 'smoking'], ['Paris-Oslo', '"Paris Berlin"']],
  ['emoji', 'Server 🔥 burns 👨‍👩‍👧 now', ['server', 'server 🔥', '🔥 burns', '👨‍👩‍👧 now'], ['cold 🔥']],
  ['stop words', 'Vacuum: ask IT, not HR', ['it', 'IT', 'not', '"ask it"', 'the vacuum', 'vacuum -hr or vacuum it'], ['vacuum -it', 'the', '"it ask"', 'it -hr']],
  ['a printer', 'Copier is down', ['copier', 'copier down', 'the copier is', '"is down"', '“is down”', 'copier – down', 'copier -up'], ['copier -down', 'copier –down', 'copier −down', 'copier -"is down"', '"is down copier"', '„is down copier“', '"down is"']],
  ['inches', 'Screen of 24" broke', ['24" screen', '24"', '24" or 27"', 'screen -27"'], ['27"', 'screen -24"']],
]; // prettier-ignore
const made: Record<string, Ticket> = {};
const inMessage: Record<string, Ticket> = {};
const files: Record<string, string> = {};

beforeAll(async () => {
  const { db, contracts, clients } = inside();
  const open = { visibility: 'client_visible' };
  for (const [name, text] of texts) {
    made[name] = await aTicket(db, contracts.both, clients.own, { title: text, ...open });
    const other = await aTicket(db, contracts.both, clients.own, { title: 'x', ...open });
    await aMessage(db, other, { body: text, ...open });
    inMessage[name] = other;
    const file = await anAttachment(db, made[name], {
      record_id: made[name].id,
      name: `${text.replaceAll('/', ' ')}.pdf`,
      ...open,
    });
    files[name] = file.id;
  }
});

const byClient = async (call: string, query: string, nearly = false) =>
  (
    await asClient<{ ids: string[] }>(
      inside().db,
      inside().client.admin,
      `select app.${call}($1, 1000, $2) as ids`,
      [query, nearly],
    )
  )[0]!.ids;

describe.each(texts)('%s', (name, _text, finding, missing) => {
  test.each(finding)('is found by %s: by the client, by the staff, in a message, by a file’s name', async (query) => {
    const found = await byClient('search_tickets', query);
    expect(found).toContain(made[name]!.id);
    expect(found).toContain(inMessage[name]!.id);
    const { db, staff } = inside();
    const [row] = await asStaff<{ ids: string[] }>(
      db,
      staff.tenantManager,
      'select app.search_staff_tickets($1, 1000, false) as ids',
      [query],
    );
    expect(row!.ids).toEqual(expect.arrayContaining([made[name]!.id, inMessage[name]!.id]));
    expect(await byClient('search_files', query)).toContain(files[name]);
  }); // prettier-ignore

  test.each(missing)('is not found by %s', async (query) => {
    const found = await byClient('search_tickets', query);
    expect(found).not.toContain(made[name]!.id);
    expect(found).not.toContain(inMessage[name]!.id);
  });
});

describe('a guess', () => {
  const nearly = (query: string) => byClient('search_tickets', query, true);

  test('is made where nothing holds the words, in any script', async () => {
    expect(await nearly('copeir dwon')).toEqual([]);
    expect(await nearly('coppier')).toEqual([made['a printer']!.id]);
    expect(await nearly('принтерр')).toContain(made.Cyrillic!.id);
    expect(await byClient('search_files', 'coppier', true)).toEqual([files['a printer']]);
  });

  test('never stands among what was found', async () => {
    for (const query of ['copier', 'Größe', 'waits', 'принтер'])
      expect({ query, found: await nearly(query) }).toEqual({
        query,
        found: await byClient('search_tickets', query),
      });
  });

  test('is none where words are excluded or quoted, by whatever signs', async () => {
    for (const query of ['coppier -down', 'coppier –down', '"coppier"', '“coppier is”', '„coppier“', '«coppier»', '‘coppier’', '「coppier」', 'coppier -"x y"', '-coppier xx'])
      for (const call of ['search_tickets', 'search_files'])
        expect({ query, found: await byClient(call, query, true) }).toEqual({ query, found: [] }); // prettier-ignore
    const { db, staff } = inside();
    expect(
      await asStaff(db, staff.tenantManager, 'select app.search_staff_tickets($1) as ids', ['coppier -down']),
    ).toEqual([{ ids: [] }]);
  });

  test('is none of three letters, and none unless it may be', async () => {
    expect(await nearly('cop')).toEqual([]);
    expect(await byClient('search_tickets', 'coppier')).toEqual([]);
  });
});

test('words without a letter or a digit ask for nothing, and say so to who asks', async () => {
  const { db, client } = inside();
  const asked = async (query: string) =>
    (
      await asClient<{ words: string | null }>(
        db,
        client.admin,
        'select app.search_query($1)::text as words',
        [query],
      )
    )[0]!.words;
  for (const query of ['🔥', '-', '"', '…', '\u200b', '«»', '&|!:*()', '-'.repeat(300), '- '.repeat(100)]) {
    expect({ query, words: await asked(query) }).toEqual({ query, words: null });
    expect(await byClient('search_tickets', query, true)).toEqual([]);
    expect(await byClient('search_files', query, true)).toEqual([]);
  }
  expect(await asked('printer or scanner -down')).toBe("'printer' | 'scanner' & !'down'");
  expect(await asked('or')).toBe("'or'");
  expect(await asked('the printer or')).toBe("'printer'");
  expect(await asked('x'.repeat(100_000))).toHaveLength(202);
});

test('a text is stored in one normal form, and in no other, whoever writes it', async () => {
  const { db, client } = inside();
  const reply = (body: string) =>
    errorOf(
      asClient(db, client.admin, "select app.reply_to_ticket($1, $2, '{}', gen_random_uuid())", [
        made.German!.id,
        body,
      ]),
    );
  expect(await reply('Gro\u0308ße')).toMatch(/^23514 .*violates check constraint "message_body_check"/);
  expect(await reply('Größe')).toBe('no error');
});
