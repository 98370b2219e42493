// The service's classes with made-up answers in memory: what the pages are drawn from in screenshots.
#include <map>
#include <mutex>

#include "engine/service/accounts.h"
#include "engine/service/commands.h"
#include "engine/service/queries.h"

namespace lixiao::service {

namespace {

using model::Cause;
using model::DocumentStatus;
using model::ItemStatus;
using model::LocalizedText;

model::Date d(int m, int dd) { return std::chrono::sys_days{std::chrono::year{2015} / m / dd}; }
model::Instant at(const char* text) { return *model::parseInstant(text); }
const workflow::TimeZone& zone() {
  static const auto z = *workflow::TimeZone::find("Asia/Shanghai");
  return z;
}

ItemView item(std::string id, LocalizedText title, LocalizedText department, Cause cause, model::Message reason) {
  ItemView v;
  v.id = std::move(id);
  v.title = std::move(title);
  v.department = std::move(department);
  v.cause = cause;
  v.status = model::statusOf(cause);
  v.reason = std::move(reason);
  return v;
}

const LocalizedText kLibrary{"图书馆", "Library"}, kFinance{"财务处", "Finance office"}, kHousing{"学生公寓管理中心", "Housing office"},
    kCollege{"基础医学院", "School of Basic Medicine"}, kSecurity{"武装保卫处", "Security office"}, kLeague{"团委", "Youth League"},
    kArchive{"档案馆", "Archive"}, kCard{"校园卡中心", "Campus card centre"}, kCareer{"就业中心", "Career centre"},
    kRegistrar{"教务处", "Registrar"};

std::mutex mutex;
std::map<std::string, ItemView> changed;

StudentView sample(const std::string& no, bool staff) {
  StudentView s;
  s.student_no = no;
  s.name = no == "nasty" ? "<script>alert('1')</script>\" onmouseover=\"x" : "欧阳思源";
  s.type = {"普通学制本科毕业生", "Undergraduate"};
  s.attributes = {{{"院系", "College"}, "基础医学院"}, {{"班级", "Class"}, "F1019001"}, {{"离校原因", "Leave reason"}, "毕业"}, {{"学历", "Degree level"}, "本科"}};
  const bool done = no == "done";
  auto lib = item("library", {"图书馆 还书与欠款", "Library: books and fines"}, kLibrary, done ? Cause::RulePasses : Cause::RuleFails,
                  done ? model::Message{"checked automatically, data as of {0}", {LocalizedText("2015年6月24日 09:05", "24 June 2015 09:05")}} : model::Message{"{0}", {LocalizedText("还有 2 本图书未还，罚款 3.50 元未缴。请到主图书馆一楼服务台归还并缴清。", "2 books are not returned and a fine of 3.50 yuan is open. Return and pay at the desk on the ground floor.")}});
  lib.as_of = at("2015-06-24T01:05:00Z");
  lib.due = d(6, 30);
  auto college = item("college_procedures", {"院系手续", "Procedures of the college"}, kCollege, done ? Cause::Registered : Cause::Refused,
                      done ? model::Message{"registered by {0} on {1}", {kCollege, LocalizedText("2015年6月20日", "20 June 2015")}} : model::Message{"{0} found it open: {1}", {kCollege, LocalizedText("实验室钥匙未归还")}});
  college.due = d(6, 23);
  college.registered_by = "li_wei";
  college.registered_at = at("2015-06-22T03:10:00Z");
  college.revision = 17;
  college.remark = done ? "" : "实验室钥匙未归还";
  college.mine = staff;
  auto fin = item("finance", {"财务处 学费、住宿费", "Finance: tuition and dormitory fees"}, kFinance, done ? Cause::RulePasses : Cause::FactUnknown, done ? model::Message{"checked automatically, data as of {0}", {LocalizedText("2015年6月24日 08:50", "24 June 2015 08:50")}} : model::Message{"waits for data: {0}", {LocalizedText("学费欠费", "tuition due")}});
  fin.as_of = at("2015-06-24T00:50:00Z");
  auto decl = item("card", {"校园卡余额处理", "Campus card balance"}, kCard, done ? Cause::Declared : Cause::MustDeclare, {"your declaration is needed", {}});
  decl.declarable = true;
  auto sec = item("hukou", {"户籍迁移", "Household registration"}, kSecurity, done ? Cause::NotOnList : Cause::ListNotSubmitted, done ? model::Message{"not on the list of {0}", {kSecurity}} : model::Message{"waits for the list of {0}", {kSecurity}});
  sec.due = d(6, 18);
  auto house = item("housing", {"学生公寓退宿", "Dormitory check-out"}, kHousing, Cause::RulePasses, {"checked automatically, data as of {0}", {LocalizedText("2015年6月24日 09:01", "24 June 2015 09:01")}});
  house.as_of = at("2015-06-24T01:01:00Z");
  auto league = item("league", {"团组织关系转出", "League membership"}, kLeague, Cause::Registered, {"registered by {0} on {1}", {kLeague, LocalizedText("2015年6月16日", "16 June 2015")}});
  auto career = item("career", {"就业信息登记", "Employment details"}, kCareer, Cause::Registered, {"registered by {0} on {1}", {kCareer, LocalizedText("2015年6月12日", "12 June 2015")}});
  s.items = {lib, college, decl, fin, sec, house, league, career};
  {
    const std::lock_guard lock(mutex);
    for (auto& i : s.items)
      if (auto f = changed.find(no + i.id); f != changed.end()) i = f->second;
  }
  s.not_applicable = {item("party", {"党组织关系转出", "Party membership"}, {"组织部", "Organisation department"}, Cause::DoesNotApply, {"does not apply", {}}),
                      item("thesis", {"论文归档", "Thesis archiving"}, kArchive, Cause::DoesNotApply, {"does not apply", {}})};
  for (const auto& i : s.items) s.remaining += model::isClear(i.cause) ? 0 : 1;
  DocumentView dip;
  dip.id = "diploma";
  dip.title = {"毕业证书、学位证书", "Diploma and degree certificate"};
  dip.department = kRegistrar;
  dip.place = {"东院行政楼 102 室", "East campus, administration building, room 102"};
  dip.status = s.remaining ? DocumentStatus::Withheld : DocumentStatus::Released;
  dip.reason = s.remaining ? model::Message{} : model::Message{"ready to collect", {}};
  for (const auto& i : s.items)
    if (!model::isClear(i.cause)) dip.in_the_way.push_back(i.title);
  dip.collect_from = d(6, 26);
  dip.collect_to = d(6, 30);
  dip.mine = staff;
  DocumentView card;
  card.id = "employment_card";
  card.title = {"就业报到证", "Employment card"};
  card.department = kCareer;
  card.status = done ? DocumentStatus::Collected : DocumentStatus::Withheld;
  card.collect_from = d(6, 24);
  card.in_the_way = dip.in_the_way;
  if (done) { card.collected_at = at("2015-06-24T02:00:00Z"); card.collected_by = "zhao"; card.recipient = "王小明"; }
  s.documents = {dip, card};
  s.notices = {{"6月30日起不再享受在校生医疗待遇，请提前安排。", "Student medical benefits end on 30 June."}, {"银行卡请至少保留一年，以便退款。", "Keep your bank card for a year for refunds."}};
  s.as_of = at("2015-06-24T01:20:00Z");
  return s;
}

const std::map<std::string, Actor>& people() {
  static const std::map<std::string, Actor> all = {
      {"student", {"student", "欧阳思源", Role::Student, "", "", "5100109001"}},
      {"done", {"done", "欧阳思源", Role::Student, "", "", "done"}},
      {"nasty", {"nasty", "<script>alert(1)</script>", Role::Student, "", "", "nasty"}},
      {"staff", {"staff", "李伟", Role::Staff, "college", "基础医学院", ""}},
      {"registrar", {"registrar", "赵敏", Role::Staff, "registrar", "", ""}},
      {"admin", {"admin", "管理员", Role::Admin, "", "", ""}},
      {"auditor", {"auditor", "审计", Role::Auditor, "", "", ""}}};
  return all;
}

}  // namespace

class Commands::Impl {};
Commands::Commands(const Engine&) {}
Commands::~Commands() = default;
Outcome<BatchReport> Commands::importRoster(const Actor&, const std::vector<RosterRow>& rows, Run run) {
  BatchReport r;
  for (const auto& row : rows) { r.rows.push_back({row.row, row.student_no, row.name, Verdict::Added, {}}); ++r.good; }
  r.applied = run == Run::Apply;
  return r;
}
Outcome<BatchReport> Commands::importFacts(const Actor&, const std::vector<FactRow>&, Run) { return BatchReport{}; }
Outcome<BatchReport> Commands::submitList(const Actor&, const std::string&, const std::vector<ListRow>& rows, bool, Run run) {
  BatchReport r;
  for (const auto& row : rows) { r.rows.push_back({row.row, row.student_no, row.name, Verdict::Added, {}}); ++r.good; }
  r.applied = run == Run::Apply;
  return r;
}
Outcome<BatchReport> Commands::registerResults(const Actor&, const std::vector<RegistrationRow>& rows, bool only_good, Run run) {
  BatchReport r;
  for (const auto& row : rows) {
    const bool ok = row.student_no.size() == 10;
    const Verdict v = !ok ? Verdict::UnknownStudent : row.student_no.back() == '7' ? Verdict::AlreadyClear : row.student_no.back() == '9' ? Verdict::EarlierItemOpen : Verdict::WillClear;
    const bool good = isGood(v);
    r.rows.push_back({row.row, row.student_no, ok ? "张三丰" : "", v, good ? model::Message{} : model::Message{"comes after {0}", {kLibrary}}});
    ++(good ? r.good : r.refused);
  }
  r.applied = run == Run::Apply && (only_good || r.refused == 0);
  return r;
}
Outcome<Done> Commands::registerResult(const Actor& actor, const RegistrationRow& row, std::int64_t seen) {
  const auto s = sample(row.student_no, true);
  const std::lock_guard lock(mutex);
  for (auto i : s.items) {
    if (i.id != row.item) continue;
    if (i.revision != seen) return Refusal{Refusal::Kind::Conflict, {{"{0}", {LocalizedText("李伟 已于 6月22日 11:10 登记为不通过")}}}};
    i.cause = row.result == model::RegistrationResult::Cleared ? Cause::Registered : Cause::Refused;
    i.status = model::statusOf(i.cause);
    i.reason = {"registered by {0} on {1}", {kCollege, LocalizedText("2015年6月24日")}};
    i.remark = row.remark;
    i.registered_by = actor.login;
    i.revision = seen + 1;
    changed[row.student_no + row.item] = i;
    return Done{};
  }
  return Refusal{Refusal::Kind::NotFound, {{"{0}", {LocalizedText("no item")}}}};
}
Outcome<Done> Commands::revokeRegistration(const Actor&, const std::string&, const std::string&, const std::string&, std::int64_t) { return Done{}; }
Outcome<Done> Commands::declare(const Actor&, const std::string&) { return Done{}; }
Outcome<Done> Commands::collectDocument(const Actor&, const std::string&, const std::string&, const std::string&, const std::string&) {
  return Refusal{Refusal::Kind::NotNow, {{"open: {0}", {kLibrary}}}};
}
Outcome<Done> Commands::activate(const Actor&, const std::vector<workflow::SourceFile>&) { return Done{}; }
Outcome<BatchReport> Commands::recordDelivery(const Delivery&) { return BatchReport{}; }

bool isGood(Verdict verdict) { return verdict <= Verdict::WaitsForRoster; }
std::string_view word(Verdict) { return "x"; }
LocalizedText title(Verdict v) {
  switch (v) {
    case Verdict::WillClear: return {"将通过", "will clear"};
    case Verdict::Added: return {"新增", "added"};
    case Verdict::AlreadyClear: return {"已通过，无变化", "already clear"};
    case Verdict::EarlierItemOpen: return {"前一事项未完成", "an earlier item is open"};
    case Verdict::UnknownStudent: return {"查无此人", "unknown student"};
    default: return {"其他", "other"};
  }
}

class Queries::Impl {};
Queries::Queries(const Engine&) {}
Queries::~Queries() = default;
EditionView Queries::edition() const {
  EditionView e;
  e.edition = "2015";
  e.digest = "9f2c41d07be3a85c6d1f0e92b7a4c38d5e6f7081a2b3c4d5e6f70819aabbccdd";
  e.title = {"2015届毕业生离校", "Class of 2015 clearance"};
  e.activated_by = "admin";
  e.activated_at = at("2015-06-07T22:00:00Z");
  e.calendar = {{"trial", {"试运行", "Trial"}, d(6, 2), d(6, 7)}, {"go_live", {"正式运行", "Live"}, d(6, 8), d(6, 8)}, {"roster_due", {"毕业生名单截止", "Roster due"}, d(6, 15), d(6, 15)}, {"pre_audit", {"部门预审", "Pre-audit by the offices"}, d(6, 16), d(6, 18)}, {"on_site", {"现场办理", "On-site handling"}, d(6, 23), d(6, 30)}, {"archive", {"论文归档截止", "Archiving due"}, d(7, 10), d(7, 10)}};
  e.time_zone = zone();
  e.today = d(6, 24);
  return e;
}
Outcome<StudentView> Queries::student(const Actor& actor, const std::string& no) const {
  if (no == "0") return Refusal{Refusal::Kind::NotFound, {{"{0}", {LocalizedText("查无此人", "no such student")}}}};
  return sample(no, actor.role == Role::Staff);
}
Outcome<StudentPage> Queries::students(const Actor&, const StudentSearch& search) const {
  StudentPage p;
  if (search.text == "nobody") return p;
  for (int i = 1; i <= 12; ++i) {
    StudentLine l{"51001090" + std::to_string(10 + i), i == 3 ? "<b>阿依古丽·买买提</b>" : "张三丰", "基础医学院", "F1019001", {"普通学制本科毕业生", "Undergraduate"}, {}, {}, static_cast<std::uint32_t>(i % 4)};
    if (!search.item.empty()) l.status = static_cast<ItemStatus>(i % 5);
    if (!search.document.empty()) l.document = static_cast<DocumentStatus>(i % 3 + 1);
    p.lines.push_back(l);
  }
  p.total = 612;
  return p;
}
Outcome<Counts> Queries::counts(const Actor&) const {
  Counts c;
  c.students = 2000;
  c.all_clear = 1243;
  c.items = {{"library", {"图书馆 还书与欠款", "Library"}, kLibrary, {0, 12, 214, 0, 1774}}, {"college_procedures", {"院系手续", "Procedures of the college"}, kCollege, {40, 310, 85, 4, 1561}}, {"finance", {"财务处 学费、住宿费", "Finance"}, kFinance, {0, 0, 97, 20, 1883}}, {"hukou", {"户籍迁移", "Household registration"}, kSecurity, {1200, 800, 0, 0, 0}}};
  c.documents = {{"diploma", {"毕业证书、学位证书", "Diploma"}, kRegistrar, {20, 737, 900, 343}}, {"employment_card", {"就业报到证", "Employment card"}, kCareer, {300, 700, 1000, 0}}};
  return c;
}
Outcome<std::vector<ListView>> Queries::lists(const Actor& actor) const {
  std::vector<ListView> l(3);
  l[0] = {"hukou_huaping", {"户籍在华坪路派出所的学生", "Household at Huaping Road"}, kSecurity, d(6, 18), actor.role == Role::Staff, false, true, 0, "", {}};
  l[1] = {"main_library", {"总馆图书未还名单", "Main library: books out"}, kLibrary, d(6, 18), actor.role == Role::Staff, true, false, 37, "wang", at("2015-06-17T06:00:00Z")};
  l[2] = {"archive_list", {"论文未归档名单", "Thesis not archived"}, kArchive, d(7, 10), false, false, false, 0, "", {}};
  return l;
}
Work Queries::work(const Actor& actor) const {
  Work w;
  if (actor.login == "registrar") { w.documents = {{"diploma", {"毕业证书、学位证书", "Diploma"}}}; w.provider = true; }
  if (actor.login == "staff") w.items = {{"college_procedures", {"院系手续", "Procedures of the college"}}, {"library", {"图书馆 还书与欠款", "Library: books and fines"}}};
  return w;
}
Outcome<std::vector<JournalLine>> Queries::journal(const Actor&, const JournalSearch& s) const {
  std::vector<JournalLine> l;
  for (std::int64_t i = 0; i < 50; ++i) l.push_back({4210 - i, at("2015-06-24T01:05:00Z"), "li_wei", i % 3 ? "registration" : "delivery", i % 3 ? "5100109001" : "", i % 3 ? "college_procedures" : "", "{\"result\":\"refused\",\"remark\":\"实验室钥匙未归还\"}", "9f2c41d07be3a85c6d1f0e92b7a4c38d"});
  if (s.actor == "nobody") l.clear();
  return l;
}
Outcome<std::vector<workflow::RuleExplanation>> Queries::explain(const Actor&, const std::string&, const std::string&) const {
  rules::Explanation leaf1{"library.loans", rules::Type::number(rules::Unit::Count), model::Value(std::int64_t{2}), {}};
  rules::Explanation a{"library.loans == 0", rules::Type::boolean(), model::Value(false), {leaf1}};
  rules::Explanation leaf2{"library.fines", rules::Type::number(rules::Unit::Money), model::Value(), {}};
  rules::Explanation b{"library.fines <= 0", rules::Type::boolean(), model::Value(), {leaf2}};
  rules::Explanation top{"library.loans == 0 && library.fines <= 0", rules::Type::boolean(), model::Value(false), {a, b}};
  return std::vector<workflow::RuleExplanation>{{"passes_when", rules::Truth::False, top}};
}

class Accounts::Impl {};
Accounts::Accounts(const Engine&) {}
Accounts::~Accounts() = default;
Outcome<Done> Accounts::create(const Actor&, const NewAccount&) { return Done{}; }
Outcome<Done> Accounts::setPassword(const Actor&, const std::string&, const std::string&) { return Done{}; }
Outcome<Done> Accounts::setDisabled(const Actor&, const std::string&, bool) { return Done{}; }
std::vector<Actor> Accounts::list() const {
  std::vector<Actor> l;
  for (const auto& [k, v] : people()) l.push_back(v);
  return l;
}
Outcome<std::string> Accounts::signIn(const std::string& login, const std::string& password) {
  if (!people().count(login) || password != "correct horse") return Refusal{Refusal::Kind::Forbidden, {{"{0}", {LocalizedText("账号或密码不对。", "The account or the password is wrong.")}}}};
  return "token-" + login;
}
std::optional<Session> Accounts::session(const std::string& token) {
  const auto f = people().find(token.size() > 6 ? token.substr(6) : "");
  if (f == people().end()) return std::nullopt;
  return Session{f->second, "csrf-" + f->first};
}
void Accounts::signOut(const std::string&) {}

}  // namespace lixiao::service
