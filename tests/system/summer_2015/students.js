// The leavers of this summer: sixty made-up people, and what each of them still has to settle.

const kWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

// A number by GB 11643: place, birthday, sequence, check digit.
function nationalId(n) {
  const body = `3101041992${String(1 + (n % 12)).padStart(2, '0')}${String(1 + (n % 28)).padStart(2, '0')}${String(100 + n)}`;
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * kWeights[at], 0);
  return body + '10X98765432'[sum % 11];
}

// What stands for a college in the names of accounts.
const kShort = { 护理学院: 'nursing', 公共卫生学院: 'public-health', 基础医学院: 'basic', 瑞金临床医学院: 'ruijin' };

const kKinds = [
  { type: 'undergraduate', count: 30, prefix: '5100', college: (n) => (n % 2 ? '护理学院' : '公共卫生学院'), degree: '本科' },
  { type: 'long-programme', count: 6, prefix: '5080', college: () => '基础医学院', degree: '硕士研究生' },
  { type: 'eight-year', count: 6, prefix: '5070', college: () => '瑞金临床医学院', degree: '博士研究生' },
  { type: 'postgraduate', count: 18, prefix: '1120', college: (n) => (n % 3 ? '瑞金临床医学院' : '护理学院'), degree: '硕士研究生' },
];
const kFamilyNames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许'];
const kGivenNames = [...'文静晓燕志强海涛丽娜思远雨晴浩然子涵明月'];

function student(kind, n) {
  const college = kind.college(n);
  return {
    no: `${kind.prefix}${String(n).padStart(6, '0')}`,
    name: kFamilyNames[n % 20] + kGivenNames[(n * 7) % 20] + kGivenNames[(n * 3 + 5) % 20],
    id: nationalId(n),
    type: kind.type,
    reason: '毕业',
    college,
    collegeShort: kShort[college],
    classCode: `F${kind.prefix}${college.length}`,
    degree: kind.degree,
    provider: kind.type === 'postgraduate' ? 'graduate_school' : 'registrar',
    // What sources will say of them; changed below for those who have something to settle.
    tuition: '0.00', dorm: '0.00', loans: 0, checkedOut: true,
    party: n % 7 === 0, league: n % 2 === 0, loan: n % 11 === 0, hukou: n % 9 === 0, career: n % 10 !== 3,
  };
}

export const students = [];
for (const kind of kKinds) for (let i = 0; i < kind.count; ++i) students.push(student(kind, students.length + 1));

export const at = (n) => students[n - 1];

at(4).reason = '结业';
at(15).reason = '退学';
at(21).reason = '公派出国';
at(2).tuition = '5200.00';
at(3).dorm = '1200.00';
at(12).tuition = '800.00';   // never paid
at(5).loans = 2;
at(6).loans = 1;
at(50).loans = 3;
at(7).checkedOut = false;
at(8).checkedOut = false;

// Who stands on the lists of the pre-audit.
export const lists = {
  equipment: [[at(9), '显微镜1台'], [at(50), '移液枪2支']],
  sports: [],
  hukou_huaping: [[at(10), ''], [at(51), '']],
  library_main: [[at(11), '欠书1册']],
};

const kRosterHeader = '学号,姓名,身份证号,隶属院系,班级代码,学历,毕业年度,离校原因,学生类别';
export const rosterOf = (provider) => [kRosterHeader, ...students.filter((each) => each.provider === provider).map((each) =>
  [each.no, each.name, each.id, each.college, each.classCode, each.degree, '2015', each.reason, each.type].join(','))].join('\n') + '\n';

const csv = (header, row) => [header, ...students.map(row)].join('\n') + '\n';
export const sources = {
  'finance.csv': csv('student_no,tuition_due,dorm_due', (each) => `${each.no},${each.tuition},${each.dorm}`),
  'library.csv': csv('student_no,name,loans,fines', (each) => `${each.no},${each.name},${each.loans},0.00`),
  'housing.csv': csv('student_no,dorm_due,checked_out', (each) => `${each.no},${each.dorm},${each.checkedOut}`),
};
export const counted = csv('student_no,party_member,league_member,has_student_loan,hukou_on_campus',
  (each) => `${each.no},${each.party},${each.league},${each.loan},${each.hukou}`);
export const careers = csv('student_no,career_registered', (each) => `${each.no},${each.career}`);
