#include "app/sample/sample.h"

#include <Poco/TemporaryFile.h>

#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "engine/tabular/clean.h"
#include "engine/tabular/identity.h"
#include "engine/tabular/table.h"
#include "tests/catch.h"

using namespace lixiao;

namespace {

constexpr std::size_t kStudents = 20'000;
const std::vector<std::string> kFiles = {"students.csv",
                                         "roster.csv",
                                         "facts.csv",
                                         "finance.csv",
                                         "library.csv",
                                         "housing.csv",
                                         "registrations.csv",
                                         "traps.csv",
                                         "lists/equipment.csv",
                                         "lists/sports.csv",
                                         "lists/hukou_huaping.csv",
                                         "lists/library_main.csv"};

using Record = std::map<std::string, std::string>;

class Sample {
 public:
  Sample(std::size_t students, std::uint64_t seed) {
    Poco::TemporaryFile folder;
    folder.createDirectories();
    app::writeSample(folder.path(), {students, seed, 2015});
    for (const std::string& file : kFiles) {
      std::ifstream in(folder.path() + "/" + file, std::ios::binary);
      std::ostringstream bytes;
      bytes << in.rdbuf();
      files_[file] = bytes.str();
    }
  }

  const std::string& bytes(const std::string& file) const { return files_.at(file); }

  std::vector<Record> read(const std::string& file) const {
    const tabular::ReadResult result =
        tabular::readTable(bytes(file), file, {tabular::Limits::trusted(), ""});
    REQUIRE(result.ok());
    std::vector<Record> records;
    for (const tabular::Row& row : result.table.rows) {
      Record record;
      for (std::size_t i = 0; i < row.cells.size(); ++i) record[result.table.header[i]] = row.cells[i];
      records.push_back(std::move(record));
    }
    return records;
  }

 private:
  std::map<std::string, std::string> files_;
};

const Sample& sample() {
  static const Sample made(kStudents, 7);
  return made;
}

bool positive(const std::string& amount) {
  return !amount.empty() && amount[0] != '-' && std::stod(amount) > 0;
}

std::set<std::string> numbersOf(const std::string& file) {
  std::set<std::string> numbers;
  for (const Record& record : sample().read(file)) numbers.insert(record.at("student_no"));
  return numbers;
}

std::string trapNumber(const std::string& story_begins) {
  for (const Record& trap : sample().read("traps.csv"))
    if (trap.at("trap").starts_with(story_begins)) return trap.at("student_no");
  FAIL("no trap " << story_begins);
  return {};
}

Record recordOf(const std::string& file, const std::string& student_no) {
  for (const Record& record : sample().read(file))
    if (record.at("student_no") == student_no) return record;
  return {};
}

}  // namespace

TEST_CASE("The same seed writes the same bytes, another seed others", "[sample]") {
  const Sample first(500, 3);
  const Sample second(500, 3);
  const Sample other(500, 4);
  for (const std::string& file : kFiles) {
    INFO(file);
    CHECK(first.bytes(file) == second.bytes(file));
    CHECK(first.bytes(file) != other.bytes(file));
  }
}

TEST_CASE("Every student stands once in every file that names everybody", "[sample]") {
  const std::set<std::string> numbers = numbersOf("students.csv");
  CHECK(numbers.size() == kStudents);
  for (const char* file : {"roster.csv", "facts.csv", "finance.csv", "housing.csv"}) {
    CHECK(sample().read(file).size() == kStudents);
    CHECK(numbersOf(file) == numbers);
  }
  for (const std::string& file : kFiles) {
    const std::set<std::string> some = numbersOf(file);
    CHECK(std::includes(numbers.begin(), numbers.end(), some.begin(), some.end()));
  }
  for (const std::size_t few : {0U, 1U, 5U}) CHECK(Sample(few, 1).read("students.csv").size() == few);
}

TEST_CASE("Every identity number is valid, fits the birth date and belongs to one person", "[sample]") {
  std::map<std::string, std::size_t> seen;
  std::map<tabular::IdentityType, std::size_t> types;
  for (const Record& record : sample().read("roster.csv")) {
    const tabular::Identity identity = tabular::checkIdentity(record.at("national_id"));
    REQUIRE(identity.valid());
    if (identity.birth) REQUIRE(model::formatDate(*identity.birth) == record.at("birth_date"));
    ++types[identity.type];
    ++seen[identity.number];
  }
  CHECK(seen.size() == kStudents - 1);
  CHECK(types[tabular::IdentityType::Passport] == 1);
  CHECK(types[tabular::IdentityType::ResidencePermit] == 1);
  CHECK(types[tabular::IdentityType::ResidentNumber] == kStudents - 2);
}

TEST_CASE("Leave reasons, types and colleges have plausible shares", "[sample]") {
  std::map<std::string, std::size_t> reasons, types, colleges;
  std::map<std::string, std::size_t> classes;
  for (const Record& record : sample().read("students.csv")) {
    ++reasons[record.at("leave_reason")];
    ++types[record.at("student_type")];
    ++colleges[record.at("college")];
    ++classes[record.at("class_code")];
    REQUIRE(tabular::cleanCell(record.at("name"), tabular::CellKind::Name).suspicions.empty());
    REQUIRE(record.at("graduation_year") == "2015");
  }
  CHECK(reasons["毕业"] > kStudents * 93 / 100);
  CHECK(reasons["毕业"] < kStudents * 95 / 100);
  for (const char* reason : {"结业", "转学", "退学", "公派出国", "其他"})
    CHECK(reasons[reason] > kStudents / 500);
  CHECK(types.size() == 4);
  CHECK(types["undergraduate"] > kStudents * 4 / 10);
  CHECK(types["eight-year"] > kStudents / 50);
  CHECK(colleges.size() == 20);
  for (const auto& [code, size] : classes) CHECK(size <= 31);
}

TEST_CASE("Of a hundred students 1 to 25 are in the way of each item", "[sample]") {
  std::map<std::string, std::size_t> in_the_way;
  std::map<std::string, std::set<std::string>> cleared;
  for (const Record& record : sample().read("registrations.csv"))
    if (record.at("result") == "cleared") cleared[record.at("item")].insert(record.at("student_no"));
  for (const Record& s : sample().read("students.csv")) {
    const auto registered = [&](const char* item) { return cleared[item].contains(s.at("student_no")); };
    const bool for_good = s.at("leave_reason") != "公派出国";
    const auto blocks = [&](const char* item, bool blocked) { in_the_way[item] += blocked ? 1 : 0; };
    blocks("finance", positive(s.at("finance.tuition_due")) || positive(s.at("finance.dorm_due")));
    blocks("housing", positive(s.at("housing.dorm_due")) || s.at("housing.checked_out") == "false");
    blocks("library", s.at("library.loans") != "0" || positive(s.at("library.fines")));
    blocks("college_procedures", !registered("college_procedures"));
    blocks("hukou", for_good && s.at("hukou_on_campus") == "true" && !registered("hukou"));
    blocks("loan_confirmation",
           for_good && s.at("has_student_loan") == "true" && !registered("loan_confirmation"));
    blocks("thesis_archive", s.at("student_type") == "postgraduate" && s.at("leave_reason") == "毕业" &&
                                 !registered("thesis_archive"));
    blocks("party", for_good && s.at("party_member") == "true" && !registered("party"));
    blocks("league", for_good && s.at("league_member") == "true" && !registered("league"));
    blocks("employment_card", s.at("leave_reason") == "毕业" && s.at("career_registered") == "false");
  }
  for (const char* list : {"equipment", "sports", "hukou_huaping", "library_main"})
    in_the_way[list] = numbersOf(std::string("lists/") + list + ".csv").size();
  CHECK(in_the_way.size() == 14);
  for (const auto& [item, count] : in_the_way) {
    INFO(item << " " << count);
    CHECK(count >= kStudents / 100);
    CHECK(count <= kStudents / 4);
  }
}

TEST_CASE("The source systems say what students.csv says", "[sample]") {
  std::map<std::string, Record> students;
  for (Record& record : sample().read("students.csv")) students[record.at("student_no")] = std::move(record);
  const auto agree = [&](const char* file, const std::map<std::string, std::string>& column_to_fact) {
    for (const Record& record : sample().read(file))
      for (const auto& [column, fact] : column_to_fact)
        REQUIRE(record.at(column) == students.at(record.at("student_no")).at(fact));
  };
  agree("finance.csv", {{"tuition_due", "finance.tuition_due"}, {"dorm_due", "finance.dorm_due"}});
  agree("library.csv", {{"name", "name"}, {"loans", "library.loans"}, {"fines", "library.fines"}});
  agree("housing.csv", {{"dorm_due", "housing.dorm_due"}, {"checked_out", "housing.checked_out"}});
  agree("facts.csv", {{"party_member", "party_member"},
                      {"league_member", "league_member"},
                      {"has_student_loan", "has_student_loan"},
                      {"hukou_on_campus", "hukou_on_campus"},
                      {"career_registered", "career_registered"}});
  agree("roster.csv", {{"name", "name"},
                       {"student_type", "student_type"},
                       {"leave_reason", "leave_reason"},
                       {"college", "college"},
                       {"class_code", "class_code"},
                       {"birth_date", "birth_date"}});
}

TEST_CASE("Registrations are of known items and of the days before the on-site week", "[sample]") {
  const std::set<std::string> items = {"college_procedures", "hukou", "loan_confirmation",
                                       "thesis_archive",     "party", "league",
                                       "personal_file"};
  for (const Record& record : sample().read("registrations.csv")) {
    REQUIRE(items.contains(record.at("item")));
    REQUIRE((record.at("result") == "cleared" || record.at("result") == "refused"));
    const auto at = model::parseInstant(record.at("at"));
    REQUIRE(at);
    REQUIRE(*at > *model::parseInstant("2015-06-08T00:00:00Z"));
    REQUIRE(*at < *model::parseInstant("2015-06-19T00:00:00Z"));
  }
}

TEST_CASE("The awkward students are there", "[sample]") {
  CHECK(sample().read("traps.csv").size() == 14);
  CHECK(recordOf("roster.csv", trapNumber("a character outside")).at("name") == "田例𠮷");
  CHECK(recordOf("roster.csv", trapNumber("a long name")).at("name").find("·") != std::string::npos);
  CHECK(recordOf("roster.csv", trapNumber("a passport")).at("national_id") == "P00000001");
  CHECK(recordOf("finance.csv", trapNumber("paid too much")).at("tuition_due") == "0.00");
  CHECK(recordOf("finance.csv", trapNumber("has paid everything")).at("tuition_due") == "0.00");
  const std::string unknown = trapNumber("no record at the library");
  CHECK(recordOf("library.csv", unknown).empty());
  CHECK(recordOf("students.csv", unknown).at("library.loans").empty());
  CHECK(recordOf("facts.csv", trapNumber("not counted")).at("league_member").empty());
  const Record first = recordOf("roster.csv", trapNumber("one person with two numbers: the first"));
  const Record second = recordOf("roster.csv", trapNumber("one person with two numbers: the second"));
  CHECK(first.at("national_id") == second.at("national_id"));
  CHECK(first.at("student_type") == "undergraduate");
  CHECK(second.at("student_type") == "postgraduate");
}

TEST_CASE("A folder that cannot be written is named", "[sample]") {
  CHECK_THROWS_WITH(app::writeSample("/dev/null/sample", {10, 1, 2015}), Catch::Contains("/dev/null/sample"));
}
