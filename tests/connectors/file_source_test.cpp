#include <thread>

#include "connectors/transport/encoding.h"
#include "engine/model/clock.h"
#include "engine/tabular/xlsx_writer.h"
#include "tests/connectors/plugin_fixture.h"
#include "tests/connectors/sample_process.h"

namespace lixiao::connectors {
namespace {

using Options = std::map<std::string, std::string>;
using Catch::Matchers::Contains;

/// The main campus's list of students with books out (R12).
struct BooksOut {
  TemporaryFolder folder;

  std::unique_ptr<Connector> connector(const Options& more = {}) const {
    Options settings{{"transport", "file"},     {"folder", folder.path().string()},
                     {"file_name", "books*.*"}, {"student_no_field", "学号"},
                     {"loans_field", "册数"},   {"fines_field", "none"},
                     {"amount_unit", "yuan"},   {"absent", "clear"},
                     {"trailer", "合计"}};
    for (const auto& [key, value] : more) settings[key] = value;
    return makeConnector("library", settings);
  }
  FetchResult fetch(const Options& more = {}) const {
    return connector(more)->fetch(students({"001", "002", "003"}), {});
  }
  std::string wrong(const Options& more = {}) const {
    const FetchResult result = fetch(more);
    return result.failure() ? std::string(word(result.failure()->kind)) + ": " + result.failure()->text : "";
  }
  /// Drops a file so many minutes ago.
  void drop(const std::string& name, const std::string& bytes, int minutes_ago = 1) const {
    const std::string path = folder.write(name, bytes);
    std::filesystem::last_write_time(
        path, std::filesystem::file_time_type::clock::now() - std::chrono::minutes(minutes_ago));
  }
};

const std::string kGood = "学号,姓名,册数\n001,张三,2\n099,李四,1\n合计,2\n";

}  // namespace

TEST_CASE("file: who stands in a whole list has what it says, and who does not has nothing") {
  const BooksOut books;
  books.drop("books.csv", kGood, 7);
  const FetchResult result = books.fetch();
  auto facts = factsOf(result);
  CHECK(facts["001 library.loans"] == number(2));
  CHECK(facts["002 library.loans"] == number(0));
  CHECK(result.delivery()->unknown_students.empty());
  const auto age = model::SystemClock().now() - result.delivery()->as_of;
  CHECK(age > std::chrono::minutes(6));
  CHECK(age < std::chrono::minutes(9));
}

TEST_CASE("file: unless it is said otherwise, who does not stand there is unknown") {
  const BooksOut books;
  books.drop("books.csv", kGood);
  const FetchResult result = books.fetch({{"absent", "unknown"}});
  CHECK_FALSE(factsOf(result)["002 library.loans"].known());
  CHECK(result.delivery()->unknown_students == std::vector<std::string>{"002", "003"});
}

TEST_CASE("file: GB18030 and workbooks are read alike") {
  const BooksOut books;
  books.drop("books.csv", *encode(kGood, Encoding::Gb18030));
  CHECK(factsOf(books.fetch())["001 library.loans"] == number(2));
  tabular::XlsxWriter workbook{model::Instant{}};
  workbook.sheet("在借");
  workbook.header({"学号", "姓名", "册数"});
  workbook.text("001").text("张三").number(std::int64_t{4}).endRow();
  workbook.text("合计").number(std::int64_t{1}).endRow();
  books.drop("books2.xlsx", workbook.finish(), 0);
  CHECK(factsOf(books.fetch({{"most_fall", "0"}}))["001 library.loans"] == number(4));
}

TEST_CASE("file: a file that is not whole clears nobody") {
  const BooksOut books;
  CHECK_THAT(books.wrong(), Contains("unreachable") && Contains("there is no file books*.*"));
  books.drop("books.csv", "学号,姓名,册数\n001,张三,2\n");
  CHECK_THAT(books.wrong(), Contains("malformed") && Contains("its last row is not 合计"));
  books.drop("books.csv", "学号,姓名,册数\n001,张三,2\n合计,3\n");
  CHECK_THAT(books.wrong(), Contains("1 rows and says that it has \"3\""));
  books.drop("books.csv", "学号,姓名,册数\n001,张三,2\n合计,1\n002,李四,1\n");
  CHECK_THAT(books.wrong(), Contains("behind the last one"));
  books.drop("books.csv", "学号,姓名,册数\n001,张三\n合计,1\n");
  CHECK_THAT(books.wrong(), Contains("is it cut off"));
  books.drop("books.csv", "");
  CHECK_THAT(books.wrong(), Contains("is empty"));
  books.drop("books.csv", "<html>login</html>");
  CHECK_THAT(books.wrong(), Contains("web page"));
  books.drop("books.csv", kGood);
  CHECK(books.wrong().empty());
}

TEST_CASE("file: the number of rows may stand in a file of its own") {
  const BooksOut books;
  const Options count{{"row_count", "file"}};
  books.drop("books.csv", "学号,册数\n001,2\n002,1\n");
  CHECK_THAT(books.wrong(count), Contains("unreachable") && Contains("books.csv.count"));
  books.folder.write("books.csv.count", "3\n");
  CHECK_THAT(books.wrong(Options{{"row_count", "file"}, {"file_name", "books.csv"}}), Contains("2 rows"));
  books.folder.write("books.csv.count", "\xEF\xBB\xBF 2\r\n");
  CHECK(books.wrong(Options{{"row_count", "file"}, {"file_name", "books*"}}).empty());
}

TEST_CASE("file: what stands in it must be usable") {
  const BooksOut books;
  books.drop("books.csv", "学号,册数\n001,2\n001,3\n合计,2\n");
  CHECK_THAT(books.wrong(), Contains("twice in the file: 001"));
  books.drop("books.csv", "学号,册数\n001,2\n777,3\n777,3\n合计,3\n");  // nobody asked about 777
  CHECK_THAT(books.wrong(), Contains("twice in the file"));
  books.drop("books.csv", "学号,册数\n001,two\n合计,1\n");
  CHECK_THAT(books.wrong(), Contains("not a whole number"));
  books.drop("books.csv", "学号,册数\n001,-2\n合计,1\n");
  CHECK_THAT(books.wrong(), Contains("not a whole number"));
  books.drop("books.csv", "学号,本数\n001,2\n合计,1\n");
  CHECK_THAT(books.wrong(), Contains("no column \"册数\""));
  books.drop("books.csv", "学号,册数\n1.1010E+17,2\n合计,1\n");
  CHECK_THAT(books.wrong(), Contains("rounded"));
  books.drop("books.csv", "学号,册数\n,2\n合计,1\n");
  CHECK_THAT(books.wrong(), Contains("no student number"));
}

TEST_CASE("file: a number in another form is not taken for another student") {
  const BooksOut books;
  const auto connector = books.connector();
  const auto written =
      GENERATE(as<std::string>(), "513071901", "０５１３０７１９０１", "0513 071901", "0513\u3000071901",
               "0513\u00A0071901", "0513\u200B071901", "\"=\"\"0513071901\"\"\"", "'0513071901",
               "051-3071901", "\"513,071,901\"", "513071901.0");
  CAPTURE(written);
  books.drop("books.csv", "学号,册数\n" + written + ",2\n合计,1\n");
  const FetchResult result = connector->fetch(students({"0513071901"}), {});
  REQUIRE(result.failure() != nullptr);
  CHECK(result.failure()->kind == FailureKind::Malformed);
  CHECK_THAT(result.failure()->text,
             Contains("another form than on the roster stands in the file: ") && Contains("books.csv: "));
}

TEST_CASE("file: a number in scientific notation may be anybody's and clears nobody") {
  const BooksOut books;
  const auto written = GENERATE(as<std::string>(), "5.100500001E9", "5.100500001E+09", "5.13072E9", "5.2e9");
  CAPTURE(written);
  books.drop("books.csv", "学号,册数\n" + written + ",2\n合计,1\n");
  const FetchResult result = books.connector()->fetch(students({"5100500001"}), {});
  REQUIRE(result.failure() != nullptr);
  CHECK(result.failure()->kind == FailureKind::Malformed);
  CHECK_THAT(result.failure()->text, Contains("rounded"));
}

TEST_CASE("file: a list whose numbers all look otherwise than those of many students clears nobody") {
  const BooksOut books;
  std::vector<StudentRef> many;
  for (int i = 0; i < 20; ++i) many.push_back({std::to_string(5130719001 + i)});
  books.drop("books.csv", "学号,册数\nA130719001,2\n13071,1\n合计,2\n");
  const FetchResult result = books.connector()->fetch(many, {});
  REQUIRE(result.failure() != nullptr);
  CHECK(result.failure()->kind == FailureKind::Malformed);
  CHECK_THAT(result.failure()->text, Contains("none of 20 students, nor any number like theirs"));
  books.drop("books.csv", "学号,册数\nA130719001,2\n5130719999,1\n合计,2\n");
  CHECK(factsOf(books.connector()->fetch(many, {}))["5130719001 library.loans"] == number(0));
}

TEST_CASE("file: hidden files and locks are no drops") {
  const BooksOut books;
  const Options all{{"file_name", "*"}};
  books.drop("books.csv", kGood, 10);
  for (const char* name : {"~$books.xlsx", "._books.csv", ".~lock.books.csv#"}) books.drop(name, "locked");
  CHECK(books.wrong(all).empty());
  CHECK_THAT(books.wrong({{"file_name", "._*"}}), Contains("malformed: ") && Contains("._books.csv: "));
}

TEST_CASE("file: a letter of another case is another form, and other students are left alone") {
  const BooksOut books;
  books.drop("books.csv", "学号,册数\nS001,2\n合计,1\n");
  const auto connector = books.connector();
  CHECK(connector->fetch(students({"s001"}), {}).failure() != nullptr);
  CHECK(factsOf(connector->fetch(students({"s0012"}), {}))["s0012 library.loans"] == number(0));
}

TEST_CASE("file: rows of one student are added up where the settings say that there are many") {
  const BooksOut fees;
  const Options many{{"rows_per_student", "many"}, {"fines_field", "欠费"}};
  const std::string header = "学号,项目,册数,欠费\n";
  fees.drop("books.csv", header + "001,a,1,0.10\n002,a,1,5\n001,b,0,300\n003,a,1,2\n003,b,,1\n合计,5\n");
  auto facts = factsOf(fees.fetch(many));
  CHECK(facts["001 library.loans"] == number(1));
  CHECK(facts["001 library.fines"] == number(30010));
  CHECK(facts["002 library.fines"] == number(500));
  CHECK_FALSE(facts["003 library.loans"].known());  // one of his rows does not say
  CHECK(facts["003 library.fines"] == number(300));
  fees.drop("books.csv", header + "001,a,1,0\n777,a,1,5\n777,a,1,5\n合计,3\n");
  CHECK_THAT(fees.wrong(many), Contains("a row that stands twice in the file"));
  fees.drop("books.csv", header + "0001,a,1,5\n合计,1\n");
  CHECK_THAT(fees.wrong(many), Contains("another form"));
}

TEST_CASE("file: a drop is compared with the one before") {
  const BooksOut books;
  std::string many = "学号,册数\n";
  for (int i = 0; i < 40; ++i) many += "s" + std::to_string(i) + ",1\n";
  books.drop("books-0608.csv", many + "合计,40\n", 60);
  CHECK(books.wrong().empty());
  books.drop("books-0609.csv", "学号,册数\n001,1\n合计,1\n", 1);
  CHECK_THAT(books.wrong(), Contains("has 1 rows and the last good one before, books-0608.csv, has 40"));
  CHECK(books.wrong({{"most_fall", "0"}}).empty());
  std::filesystem::remove(books.folder.path() / "books-0608.csv");
  CHECK(books.wrong().empty());
}

TEST_CASE("file: a broken export is no better when it is dropped again, or after one that nobody can read") {
  const BooksOut books;
  std::string many = "学号,册数\n";
  for (int i = 0; i < 40; ++i) many += "s" + std::to_string(i) + ",1\n";
  const std::string broken = "学号,册数\n001,1\n合计,1\n";
  books.drop("books-0608.csv", many + "合计,40\n", 60);
  books.drop("books-0609.csv", broken, 50);
  books.drop("books-0610.csv", "学号,册数\n001,1\n", 40);                 // cut off
  books.drop("books-0611.csv", "学号,本数\n001,1\n002,1\n合计,2\n", 30);  // another column
  books.drop("books-0612.csv", broken, 20);
  CHECK_THAT(books.wrong(), Contains("has 1 rows and the last good one before, books-0608.csv, has 40"));
  books.drop("books-0612.csv", many + "合计,40\n", 20);
  CHECK(books.wrong().empty());
}

TEST_CASE("file: not more than twenty older files are looked at") {
  const BooksOut books;
  std::string many = "学号,册数\n";
  for (int i = 0; i < 40; ++i) many += "s" + std::to_string(i) + ",1\n";
  books.drop("books-0.csv", many + "合计,40\n", 100);
  for (int i = 1; i <= 20; ++i)
    books.drop("books-" + std::to_string(i) + ".csv", "学号,册数\n001,1\n合计,1\n", 100 - i);
  CHECK_THAT(books.wrong(), Contains("books-0.csv"));
  books.drop("books-21.csv", "学号,册数\n001,1\n合计,1\n", 79);
  CHECK(books.wrong().empty());
}

TEST_CASE("file: a file is not read when it is larger than any could be") {
  const BooksOut books;
  books.drop("books.csv", kGood);
  std::filesystem::resize_file(books.folder.path() / "books.csv", std::uintmax_t{1} << 40);
  CHECK_THAT(books.wrong(), Contains("malformed") && Contains("larger than any could be"));
  books.drop("books.csv", "学号,册数\n001,2\n002,1\n");
  books.folder.write("books.csv.count", "2");
  std::filesystem::resize_file(books.folder.path() / "books.csv.count", std::uintmax_t{1} << 40);
  CHECK_THAT(books.wrong(Options{{"row_count", "file"}, {"file_name", "books*"}}),
             Contains("malformed") && Contains("books.csv.count is larger"));
}

TEST_CASE("file: a drop of tomorrow is not believed, and a folder must be there") {
  const BooksOut books;
  books.drop("books.csv", kGood, -60);
  CHECK_THAT(books.wrong(), Contains("minutes ahead of ours"));
  std::filesystem::last_write_time(books.folder.path() / "books.csv",
                                   std::chrono::file_clock::from_sys(std::chrono::sys_seconds{}));
  CHECK_THAT(books.wrong(), Contains("before the year 2000"));
  CHECK_THAT(books.wrong({{"folder", "/nowhere"}}), Contains("config"));
}

TEST_CASE("file: a list that may be a part of the whole cannot clear who is not in it") {
  const auto findings = builtPlugins().find("library")->check(settingsOf({{"transport", "file"},
                                                                          {"folder", "/tmp"},
                                                                          {"file_name", "a/b.csv"},
                                                                          {"row_count", "none"},
                                                                          {"absent", "clear"},
                                                                          {"amount_unit", "yuan"}}));
  REQUIRE(findings.size() == 2);
  CHECK_THAT(findings[0].message + findings[1].message,
             Contains("known to be whole") && Contains("no folder in it"));
}

}  // namespace lixiao::connectors
