// What the summer's people did, kept by the script itself; in the end the service must tell the same.
import { lists, students } from './students.js';

const leavesForGood = (each) => each.reason !== '公派出国';
const graduates = (each) => ['毕业', '结业'].includes(each.reason);
const onList = (list) => (each) => lists[list].some(([listed]) => listed === each);

// Whom each item of the plan concerns, said once more in the words of the plan and not of the YAML.
export const concerns = {
  college_procedures: () => true,
  finance: () => true,
  housing: () => true,
  library: () => true,
  library_main: onList('library_main'),
  equipment: () => true,
  sports: () => true,
  hukou: (each) => each.hukou && leavesForGood(each),
  hukou_huaping: (each) => onList('hukou_huaping')(each) && leavesForGood(each),
  loan_confirmation: (each) => each.loan && leavesForGood(each),
  thesis_archive: (each) => each.type === 'postgraduate' && each.reason === '毕业',
  party: (each) => each.party && leavesForGood(each),
  league: (each) => each.league && leavesForGood(each),
  personal_file: leavesForGood,
  campus_card: leavesForGood,
};

// What only some types of students have at all.
const kOnly = { thesis_archive: ['postgraduate'] };

export const leagueOffice = (each) => (graduates(each) ? 'branch' : 'league');
export const collegeOffice = (each) => (each.type === 'eight-year' ? 'training_unit' : 'college');

export class Ledger {
  #open = new Map(Object.keys(concerns).map((item) => [item, new Set()]));  // item → students who are not clear
  acts = [];      // what people did, in order: [kind, login, student number, item or document]
  handedOut = []; // [document, student number, login, recipient]

  constructor() {
    const open = (item, each) => this.#open.get(item).add(each.no);
    for (const each of students) {
      for (const item of ['college_procedures', 'hukou', 'loan_confirmation', 'thesis_archive', 'party', 'league', 'personal_file', 'campus_card'])
        if (concerns[item](each)) open(item, each);
      if (Number(each.tuition) > 0 || Number(each.dorm) > 0) open('finance', each);
      if (Number(each.dorm) > 0 || !each.checkedOut) open('housing', each);
      if (each.loans > 0) open('library', each);
    }
    for (const [list, rows] of Object.entries(lists)) for (const [each] of rows) if (concerns[list](each)) open(list, each);
  }

  settled(item, each) {
    this.#open.get(item).delete(each.no);
  }
  reopened(item, each) {
    this.#open.get(item).add(each.no);
  }
  isOpen(item, each) {
    return this.#open.get(item).has(each.no);
  }
  did(kind, login, each, about) {
    this.acts.push([kind, login, each.no, about]);
  }

  tookBack(document, each) {
    this.handedOut = this.handedOut.filter(([handed, no]) => handed !== document || no !== each.no);
  }

  // How an item stands over everybody whose type has it.
  totals(item) {
    const concerned = students.filter(concerns[item]).length;
    const asked = students.filter((each) => kOnly[item]?.includes(each.type) ?? true).length;
    const open = this.#open.get(item).size;
    return { cleared: concerned - open, open, not_applicable: asked - concerned };
  }
}
