#include "app/sample/sample.h"

#include <array>
#include <fstream>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

#include "app/sample/circumstances.h"
#include "app/sample/student.h"
#include "app/sample/traps.h"
#include "engine/tabular/csv_writer.h"

namespace lixiao::app {
namespace {

/// One CSV file that is written row by row.
class CsvFile {
 public:
  CsvFile(const std::filesystem::path& path, std::initializer_list<std::string_view> header)
      : path_(path), out_(path, std::ios::binary | std::ios::trunc), writer_(out_) {
    for (const std::string_view name : header) writer_.plain(name);
    writer_.endRow();
  }

  tabular::CsvWriter& row() { return writer_; }

  /// Throws when anything could not be written.
  void close() {
    writer_.flush();
    out_.close();
    if (!out_) throw std::runtime_error("cannot write " + path_.string());
  }

 private:
  std::filesystem::path path_;
  std::ofstream out_;
  tabular::CsvWriter writer_;
};

std::string_view truth(bool value) {
  return value ? "true" : "false";
}

/// `-50.00` for -5000 fen.
std::string yuan(std::int64_t fen) {
  const std::int64_t positive = fen < 0 ? -fen : fen;
  std::string text = fen < 0 ? "-" : "";
  text += std::to_string(positive / 100);
  text += '.';
  text += static_cast<char>('0' + positive / 10 % 10);
  text += static_cast<char>('0' + positive % 10);
  return text;
}

/// Every file of a sample.
class SampleFiles {
 public:
  SampleFiles(const std::filesystem::path& folder, int graduation_year)
      : graduation_year_(std::to_string(graduation_year)),
        students_(folder / "students.csv", {"student_no",
                                            "name",
                                            "student_type",
                                            "leave_reason",
                                            "college",
                                            "class_code",
                                            "degree_level",
                                            "graduation_year",
                                            "birth_date",
                                            "party_member",
                                            "league_member",
                                            "has_student_loan",
                                            "hukou_on_campus",
                                            "career_registered",
                                            "housing.checked_out",
                                            "housing.dorm_due",
                                            "finance.tuition_due",
                                            "finance.dorm_due",
                                            "library.loans",
                                            "library.fines"}),
        roster_(folder / "roster.csv",
                {"student_no", "name", "national_id", "college", "class_code", "degree_level",
                 "graduation_year", "leave_reason", "student_type", "birth_date"}),
        facts_(folder / "facts.csv", {"student_no", "party_member", "league_member", "has_student_loan",
                                      "hukou_on_campus", "career_registered"}),
        finance_(folder / "finance.csv", {"student_no", "tuition_due", "dorm_due"}),
        library_(folder / "library.csv", {"student_no", "name", "loans", "fines"}),
        housing_(folder / "housing.csv", {"student_no", "dorm_due", "checked_out"}),
        equipment_(folder / "lists" / "equipment.csv", {"student_no", "name", "remark"}),
        sports_(folder / "lists" / "sports.csv", {"student_no", "name", "remark"}),
        hukou_huaping_(folder / "lists" / "hukou_huaping.csv", {"student_no", "name", "remark"}),
        library_main_(folder / "lists" / "library_main.csv", {"student_no", "name", "remark"}),
        registrations_(folder / "registrations.csv",
                       {"student_no", "item", "result", "remark", "until", "at"}),
        traps_(folder / "traps.csv", {"student_no", "name", "trap"}) {}

  void write(const Student& student) {
    const std::string birth = model::formatDate(student.birth);
    const Money money{yuan(student.tuition_due), yuan(student.dorm_due), yuan(student.fines)};
    writeStudent(student, birth, money);
    writeRoster(student, birth);
    writeSources(student, money);
    writeLists(student);
    for (const SampleRegistration& r : student.registrations)
      registrations_.row()
          .plain(student.number)
          .plain(r.item)
          .plain(r.result)
          .plain(r.remark)
          .plain("")
          .plain(r.at)
          .endRow();
  }

  void writeTrap(const Student& student, std::string_view story) {
    traps_.row().plain(student.number).text(student.name).plain(story).endRow();
  }

  void close() {
    for (CsvFile* file : {&students_, &roster_, &facts_, &finance_, &library_, &housing_, &equipment_,
                          &sports_, &hukou_huaping_, &library_main_, &registrations_, &traps_})
      file->close();
  }

 private:
  struct Money {
    std::string tuition_due, dorm_due, fines;
  };

  void writeCounted(tabular::CsvWriter& row, const Student& student) {
    row.plain(truth(student.party_member));
    row.plain(student.league_member ? truth(*student.league_member) : "");
    row.plain(truth(student.has_student_loan)).plain(truth(student.hukou_on_campus));
    row.plain(truth(student.career_registered));
  }

  void writeStudent(const Student& student, std::string_view birth, const Money& money) {
    tabular::CsvWriter& row = students_.row();
    row.plain(student.number).text(student.name).plain(word(student.type)).plain(student.leave_reason);
    row.plain(kCollegeTable[student.college].name).plain(student.class_code).plain(student.degree_level);
    row.plain(graduation_year_).plain(birth);
    writeCounted(row, student);
    row.plain(truth(student.checked_out))
        .plain(money.dorm_due)
        .plain(money.tuition_due)
        .plain(money.dorm_due);
    if (student.known_to_library) {
      row.number(student.loans).plain(money.fines);
    } else {
      row.plain("").plain("");
    }
    row.endRow();
  }

  void writeRoster(const Student& student, std::string_view birth) {
    tabular::CsvWriter& row = roster_.row();
    row.plain(student.number).text(student.name).plain(student.national_id);
    row.plain(kCollegeTable[student.college].name).plain(student.class_code).plain(student.degree_level);
    row.plain(graduation_year_).plain(student.leave_reason).plain(word(student.type)).plain(birth).endRow();
  }

  void writeSources(const Student& student, const Money& money) {
    writeCounted(facts_.row().plain(student.number), student);
    facts_.row().endRow();
    finance_.row().plain(student.number).plain(money.tuition_due).plain(money.dorm_due).endRow();
    housing_.row().plain(student.number).plain(money.dorm_due).plain(truth(student.checked_out)).endRow();
    if (!student.known_to_library) return;
    library_.row().plain(student.number).text(student.name).number(student.loans).plain(money.fines).endRow();
  }

  void writeLists(const Student& student) {
    const auto add = [&](CsvFile& list, std::string_view remark) {
      list.row().plain(student.number).text(student.name).plain(remark).endRow();
    };
    if (!student.equipment.empty()) add(equipment_, student.equipment);
    if (!student.sports.empty()) add(sports_, student.sports);
    if (student.at_huaping) add(hukou_huaping_, "");
    if (student.in_main_library) add(library_main_, "欠书1册");
  }

  std::string graduation_year_;
  CsvFile students_, roster_, facts_, finance_, library_, housing_;
  CsvFile equipment_, sports_, hukou_huaping_, library_main_;
  CsvFile registrations_, traps_;
};

}  // namespace

void writeSample(const std::filesystem::path& folder, const SampleOptions& options) {
  std::error_code failed;
  std::filesystem::create_directories(folder / "lists", failed);
  if (failed)
    throw std::runtime_error("cannot create the folder " + folder.string() + ": " + failed.message());
  SampleFiles files(folder, options.graduation_year);
  StudentMaker maker(options.students, options.seed, options.graduation_year);
  Traps traps(options.graduation_year);
  // Apart from the streams of the makers, so that a change in one does not move the other.
  constexpr std::uint64_t kOtherStream = 0x5EED;
  for (std::size_t position = 0; position < options.students; ++position) {
    Random random(options.seed + kOtherStream, position);
    Student student = maker.make(position);
    makeCircumstances(random, student, options.graduation_year);
    const auto trap = traps.apply(position, random, maker, student);
    files.write(student);
    if (trap) files.writeTrap(student, *trap);
  }
  files.close();
}

}  // namespace lixiao::app
