// Every page a person can open, and whose it is. {words} in a path stand for what furnish() has made; `acts` is what
// the person does there to come to the page that is meant; `status` is what the browser is answered when not 200.
import { mixedRoster } from './furnish.js';

const clicks = async (page, selector) => {
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await page.click(selector);
  await answered;
  await page.waitForLoadState('load');
};
const unfolds = (page, selector) => page.click(`${selector} > summary`);

export const pages = [
  { who: null, name: 'front', path: '/' },
  { who: null, name: 'guides', path: '/guides' },
  { who: null, name: 'slip-form', path: '/slip' },
  { who: null, name: 'slip-valid', path: '/slip/{code}' },
  { who: null, name: 'slip-invalid', path: '/slip/AAAAAAAAAAAAAAAAAAAAAAAAAA' },
  { who: null, name: 'sign-in', path: '/sign-in' },
  { who: null, name: 'sign-in-wrong', path: '/sign-in', acts: async (page) => {
    await page.fill('input[name=login]', 'nobody');
    await page.fill('input[name=password]', 'not this one');
    await clicks(page, 'form[action="/sign-in"] button');
  } },
  { who: null, name: 'mail-confirm-over', path: '/mail/confirm/unknown', status: 404 },
  { who: null, name: 'mail-leave-over', path: '/mail/leave/unknown', status: 404 },
  { who: null, name: 'mail-confirmed', path: '/mail/done?what=confirmed' },
  { who: null, name: 'mail-left', path: '/mail/done?what=left' },
  { who: null, name: 'not-found', path: '/nowhere', status: 404 },

  { who: 'newcomer', name: 'account-first', path: '/account' },
  { who: 'student', name: 'me', path: '/me' },
  { who: 'student', name: 'my-why', path: '/me/why/library' },
  { who: 'student', name: 'my-slip-not-yet', path: '/me/slip', status: 409 },
  { who: 'student', name: 'my-record', path: '/me/record' },
  { who: 'student', name: 'account', path: '/account' },
  { who: 'student', name: 'forbidden', path: '/work', status: 403 },
  { who: 'booker', name: 'me-booked', path: '/me' },
  { who: 'booker', name: 'my-appointment', path: '/me/appointments/hukou' },
  { who: 'leaver', name: 'me-clear', path: '/me' },
  { who: 'leaver', name: 'my-why-diploma', path: '/me/why/diploma' },
  { who: 'leaver', name: 'my-slip', path: '/me/slip' },

  { who: 'library', name: 'work', path: '/work' },
  { who: 'library', name: 'students', path: '/work/students?item=library&status=action_required' },
  { who: 'library', name: 'students-none', path: '/work/students?q=zzzz' },
  { who: 'library', name: 'student', path: '/work/students/{student}' },
  { who: 'library', name: 'why', path: '/work/students/{student}/why/library' },
  { who: 'library', name: 'history', path: '/work/students/{student}/history/library' },
  { who: 'library', name: 'past', path: '/work/students/{student}/on/2015-06-24' },
  { who: 'library', name: 'desk-choose', path: '/work/desk' },
  { who: 'library', name: 'desk', path: '/work/desk?item=library' },
  { who: 'library', name: 'desk-found', path: '/work/desk?item=library&q={student}' },
  { who: 'library', name: 'desk-other', path: '/work/desk?item=library&q={student}', acts: (page) => unfolds(page, '#desk-other') },
  { who: 'library', name: 'desk-names', path: '/work/desk?item=library&q=%E7%8E%8B' },
  { who: 'library', name: 'desk-unknown', path: '/work/desk?item=library&q=99999' },
  { who: 'library', name: 'list', path: '/work/lists/library_main' },
  { who: 'library', name: 'list-search', path: '/work/lists/library_main', acts: async (page) => {
    await page.fill('input[name=q]', '王');
    await clicks(page, 'button[value=search]');
  } },
  { who: 'library', name: 'list-preview', path: '/work/lists/library_main', acts: async (page, { student, leaver }) => {
    await page.fill('textarea[name=rows]', `${student}，，欠书2册\n${leaver}\nX999\n`);
    await clicks(page, 'button[value=preview]');
  } },
  { who: 'library', name: 'unmatched-none', path: '/work/unmatched' },
  { who: 'library', name: 'declarations', path: '/work/declarations' },
  { who: 'library', name: 'guide-desk', path: '/work/guides' },
  { who: 'library', name: 'guide-form', path: '/work/guides/edit?item=library&campus=' },
  { who: 'library', name: 'guide-preview', path: '/work/guides/edit?item=library&campus=', acts: (page) => clicks(page, 'button[value=preview]') },
  { who: 'library', name: 'guide-versions', path: '/work/guides/versions?item=library&campus=' },
  { who: 'library', name: 'statistics-office', path: '/work/statistics?by=college&item=library' },
  { who: 'library', name: 'record', path: '/work/record' },
  { who: 'library', name: 'record-none', path: '/work/record?text=zzzz' },
  { who: 'library', name: 'people', path: '/work/people' },
  { who: 'library', name: 'people-given', path: '/work/people', acts: async (page) => {
    await unfolds(page, '#person-library-left details');
    await clicks(page, '#person-library-left button[value=reset]');
  } },
  { who: 'security', name: 'appointment-day', path: '/work/appointments/hukou?day=2015-06-25' },
  { who: 'security', name: 'appointment-booked', path: '/work/students/{booker}/appointments/hukou' },
  { who: 'security', name: 'appointment-choose', path: '/work/students/{unbooked}/appointments/hukou' },
  { who: 'college', name: 'work-college', path: '/work' },
  { who: 'college', name: 'batch', path: '/work/items/personal_file/batch' },
  { who: 'college', name: 'batch-preview', path: '/work/items/personal_file/batch', acts: async (page, { waiting, student }) => {
    await page.fill('textarea[name=rows]', `${waiting[0]}\n${waiting[1]}，档案袋缺成绩单\n${student}\n${waiting[0]}\nX999\n`);
    await clicks(page, 'main form[enctype] button');
  } },
  { who: 'college', name: 'batch-nothing', path: '/work/items/personal_file/batch', acts: (page) => clicks(page, 'main form[enctype] button') },
  { who: 'college', name: 'batch-report', path: '/work/batches/{batch}', acts: (page) => unfolds(page, '#undo') },
  { who: 'college', name: 'batch-undone', path: '/work/batches/{mistaken}' },
  { who: 'college', name: 'batches', path: '/work/batches' },
  { who: 'college', name: 'batch-job-over', path: '/work/batch-jobs/999', status: 404 },
  { who: 'college', name: 'unmatched', path: '/work/unmatched' },
  { who: 'registrar', name: 'work-registrar', path: '/work' },
  { who: 'registrar', name: 'certificates', path: '/certificates' },
  { who: 'registrar', name: 'hand-out', path: '/work/students/{ready}' },
  { who: 'registrar', name: 'hand-out-refused', path: '/work/students/{ready}', acts: async (page) => {
    await page.check('#document-diploma input[value=proxy]');
    await clicks(page, '#document-diploma button.button--primary');
  } },
  { who: 'registrar', name: 'handed-out', path: '/work/students/{collected}' },
  { who: 'registrar', name: 'history-diploma', path: '/work/students/{takenBack}/history/diploma' },
  { who: 'registrar', name: 'slip-office', path: '/work/students/{leaver}/slip' },
  { who: 'registrar', name: 'print-batches-preview', path: '/certificates/diploma/print-batches?cut_off=2015-06-24&grouped_by=college' },
  { who: 'registrar', name: 'roster', path: '/roster' },
  { who: 'registrar', name: 'roster-preview', path: '/roster', acts: async (page, { released }) => {
    const { name, content } = mixedRoster(released);
    await page.setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer: Buffer.from(content) });
    await clicks(page, 'form[action="/roster/preview"] button');
  } },
  { who: 'career', name: 'print-batches', path: '{printing}?cut_off=2015-06-24&grouped_by=college' },
  { who: 'career', name: 'print-batch', path: '/certificates/print-batches/{print}' },

  { who: 'admin', name: 'outgoing', path: '/admin/outgoing' },
  { who: 'admin', name: 'connector', path: '/admin/connectors/library' },
  { who: 'admin', name: 'connector-tried', path: '/admin/connectors/library', acts: async (page, { student }) => {
    await page.fill('input[name=student_no]', student);
    await clicks(page, 'form[action="/admin/connectors/library/try"] button');
  } },
  { who: 'admin', name: 'admin', path: '/admin' },
  { who: 'admin', name: 'students-admin', path: '/work/students' },
  { who: 'admin', name: 'lists', path: '/admin/lists' },
  { who: 'admin', name: 'guide-duties', path: '/admin/guides' },
  { who: 'admin', name: 'statistics', path: '/admin/statistics' },
  { who: 'admin', name: 'journal', path: '/admin/journal' },
  { who: 'admin', name: 'edition', path: '/admin/edition' },
  { who: 'admin', name: 'versions', path: '/admin/versions' },
  { who: 'admin', name: 'difference', path: '{difference}' },
  { who: 'admin', name: 'accounts', path: '/admin/accounts' },
  { who: 'admin', name: 'accounts-given', path: '/admin/accounts?q=library-left', acts: async (page) => {
    await unfolds(page, '#person-library-left details');
    await clicks(page, '#person-library-left button[value=reset]');
  } },
  { who: 'admin', name: 'go-live', path: '/admin/go-live' },
  { who: 'admin', name: 'go-live-confirm', path: '/admin/go-live?step=confirm' },
  { who: 'admin', name: 'go-live-wrong', path: '/admin/go-live?step=confirm', acts: async (page) => {
    await page.fill('main input[name=edition]', '2014');
    await clicks(page, 'form[action="/admin/go-live"] button');
  } },
  { who: 'auditor', name: 'admin-auditor', path: '/admin' },
  { who: 'auditor', name: 'edition-auditor', path: '/admin/edition' },
  { who: 'auditor', name: 'list-auditor', path: '/work/lists/library_main' },
  { who: 'auditor', name: 'forbidden-auditor', path: '/admin/accounts', status: 403 },
];

// Goes to a page as it is described, and answers the status of the first answer.
export async function open(page, each, made) {
  const path = each.path.replace(/\{(\w+)\}/g, (_, word) => made[word]);
  const answer = await page.goto(path);
  await page.waitForLoadState('load');
  await each.acts?.(page, made);
  return answer.status();
}
