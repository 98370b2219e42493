// An edition that changes another one, and the items of colleges.
#include "engine/workflow/layers.h"

#include "tests/catch.h"
#include "tests/workflow/files.h"

using namespace lixiao::workflow;
using namespace lixiao::workflow::tests;

namespace {

/// The base as the year 2015.
std::vector<SourceFile> year2015() {
  std::vector<SourceFile> files;
  for (SourceFile& file : base()) files.push_back({"w/2015/" + file.path, std::move(file.text)});
  return files;
}

const std::string kExtends = "edition: 2016\nextends: ../2015/edition.yaml\n";

Loaded load2016(const std::string& changes, std::vector<SourceFile> more = {}) {
  std::vector<SourceFile> files = year2015();
  files.push_back({"w/2016/edition.yaml", kExtends + changes});
  for (SourceFile& file : more) files.push_back(std::move(file));
  return load(files);
}

std::vector<std::string> ids(const StudentType& type) {
  std::vector<std::string> result;
  for (const Item& item : type.items) result.push_back(item.id);
  return result;
}

const Item* itemOf(const StudentType& type, const std::string& id) {
  for (const Item& item : type.items)
    if (item.id == id) return &item;
  return nullptr;
}

Loaded withCollege(const std::string& text) {
  return load(with(base(), {"colleges/nursing.yaml", text}));
}

}  // namespace

TEST_CASE("A year that changes nothing is the year it extends", "[layers]") {
  const Loaded loaded = load2016("");
  CHECK(formatted(loaded.diagnostics).empty());
  REQUIRE(loaded.workflow);
  CHECK(loaded.workflow->edition == "2016");
  CHECK(loaded.workflow->title.zh == "2015届毕业生离校");
  REQUIRE(loaded.workflow->types.size() == 1);
  CHECK(ids(loaded.workflow->types[0]) ==
        std::vector<std::string>{"college_procedures", "finance", "library", "sports", "party"});
}

TEST_CASE("Maps are merged key by key, lists and values replaced", "[layers]") {
  const Loaded loaded = load2016(
      "title: { zh: 2016届毕业生离校 }\n"
      "calendar: { on_site: { from: 2016-06-21, to: 2016-06-28 } }\n"
      "attributes: { leave_reason: { values: [毕业, 结业, 退学, 转学] } }\n"
      "items:\n  library: { passes_when: library.loans <= 1, due: on_site.to }\n");
  CHECK(formatted(loaded.diagnostics).empty());
  REQUIRE(loaded.workflow);
  const Workflow& workflow = *loaded.workflow;
  CHECK(workflow.title.zh == "2016届毕业生离校");
  CHECK(workflow.title.en == "Class of 2015 clearance");
  CHECK(workflow.attributes[*workflow.attribute("leave_reason")].type.words->size() == 4);
  const Item& library = *itemOf(workflow.types[0], "library");
  CHECK(workflow.types[0].rules[*library.passes_when].text() == "library.loans <= 1");
  CHECK(library.title.zh == "图书馆 归还图书");
  CHECK(library.due->date == lixiao::model::parseDate("2016-06-28"));
  CHECK(itemOf(workflow.types[0], "college_procedures")->due->date == lixiao::model::parseDate("2016-06-28"));
}

TEST_CASE("A tilde takes a key of the base away", "[layers]") {
  const Loaded loaded = load2016("items: { library: { message: ~ } }\n");
  REQUIRE(loaded.workflow);
  CHECK(itemOf(loaded.workflow->types[0], "library")->message.empty());
  const Loaded gone = load2016("items: { library: ~ }\n");
  REQUIRE(gone.diagnostics.size() == 1);  // the type that is inherited still has it
  CHECK(gone.diagnostics[0].code == "unknown-item");
  CHECK(gone.diagnostics[0].place.file == "w/2015/undergraduate.yaml");
}

TEST_CASE("Taking away what is not there, and a key without a value, are findings of the year's file",
          "[layers]") {
  const Loaded misspelt = load2016("items: { libary: ~ }\n");
  REQUIRE(misspelt.diagnostics.size() == 1);
  CHECK(misspelt.diagnostics[0].code == "nothing-to-remove");
  CHECK(misspelt.diagnostics[0].hint == "did you mean \"library\"?");
  CHECK(misspelt.diagnostics[0].place.file == "w/2016/edition.yaml");
  CHECK(misspelt.diagnostics[0].place.line == 3);
  const Loaded empty = load2016("items: { library: { passes_when: } }\n");
  REQUIRE_FALSE(empty.diagnostics.empty());
  CHECK(empty.diagnostics[0].code == "missing-value");
  CHECK(empty.diagnostics[0].place.file == "w/2016/edition.yaml");
}

TEST_CASE("A finding names the file where the text stands", "[layers]") {
  std::vector<SourceFile> files = year2015();
  const std::string old = "passes_when: library.loans == 0";
  files[0].text.replace(files[0].text.find(old), old.size(), "passes_when: library.lons == 0");
  files.push_back({"w/2016/edition.yaml", kExtends + "conditions: { in_debt: finance.tuition_de > 0 }\n"});
  const Loaded loaded = load(files);
  REQUIRE(loaded.diagnostics.size() == 2);
  CHECK(loaded.diagnostics[0].place.file == "w/2015/edition.yaml");
  CHECK(loaded.diagnostics[1].place.file == "w/2016/edition.yaml");
  CHECK(loaded.diagnostics[1].place.line == 3);
  CHECK(loaded.diagnostics[1].source_line == "conditions: { in_debt: finance.tuition_de > 0 }");
}

TEST_CASE("Each year says its own name", "[layers]") {
  std::vector<SourceFile> files = year2015();
  files.push_back({"w/2016/edition.yaml", "extends: ../2015/edition.yaml\n"});
  const Loaded loaded = load(files);
  REQUIRE(loaded.diagnostics.size() == 1);
  CHECK(loaded.diagnostics[0].code == "missing-key");
  CHECK(loaded.diagnostics[0].place.file == "w/2016/edition.yaml");
}

TEST_CASE("A student type of the year's own takes the place of the inherited one; tests are not inherited",
          "[layers]") {
  const std::string own =
      "student_type: undergraduate\ntitle: 本科毕业生\nitems: [finance]\n"
      "documents:\n  diploma: { title: 毕业证书, department: registrar }\n";
  std::vector<SourceFile> more = {
      {"w/2016/undergraduate.yaml", own},
      {"w/2015/x.test.yaml",
       "tests:\n  - { name: n, student: { student_type: undergraduate }, today: 2015-06-24, "
       "expect: { library: cleared } }\n"}};
  const Loaded loaded = load2016("", more);
  REQUIRE(loaded.workflow);
  CHECK(ids(loaded.workflow->types[0]) == std::vector<std::string>{"finance"});
  CHECK(loaded.tests.empty());
}

TEST_CASE("A student type that a year does not have any more is left behind", "[layers]") {
  std::vector<SourceFile> files = year2015();
  const std::string values = "values: [undergraduate]";
  files[0].text.replace(files[0].text.find(values), values.size(), "values: [undergraduate, eight-year]");
  files.push_back({"w/2015/eight-year.yaml",
                   "student_type: eight-year\ntitle: 八年制\nitems: [finance]\n"
                   "documents:\n  diploma: { title: 毕业证书, department: registrar }\n"});
  CHECK(load(files).workflow->types.size() == 2);
  files.push_back(
      {"w/2016/edition.yaml", kExtends + "attributes: { student_type: { values: [undergraduate] } }\n"});
  const Loaded loaded = load(files);
  CHECK(formatted(loaded.diagnostics).empty());
  REQUIRE(loaded.workflow);
  CHECK(loaded.workflow->types.size() == 1);
}

TEST_CASE("Generations are followed to the last, five at most", "[layers]") {
  std::vector<SourceFile> files = year2015();
  const auto add = [&](int year) {
    files.push_back({"w/" + std::to_string(year) + "/edition.yaml",
                     "edition: " + std::to_string(year) + "\nextends: ../" + std::to_string(year - 1) +
                         "/edition.yaml\nitems: { library: { title: 图书馆 " + std::to_string(year) +
                         " } }\n"});
  };
  for (int year = 2016; year <= 2019; ++year) add(year);
  const Loaded loaded = load(files);
  REQUIRE(loaded.workflow);
  CHECK(loaded.workflow->edition == "2019");
  CHECK(itemOf(loaded.workflow->types[0], "library")->title.zh == "图书馆 2019");
  add(2020);
  CHECK(codes(load(files)) == "too-many");
}

TEST_CASE("What an edition extends must be there, be an edition, and not come back", "[layers]") {
  const auto only = [](const std::string& extends) {
    return load({{"w/2016/edition.yaml", "edition: 2016\nextends: " + extends + "\n"}});
  };
  CHECK(codes(only("../2014/edition.yaml")) == "missing-file");
  CHECK(codes(only("../2014")) == "bad-path");
  CHECK(codes(only("/etc/edition.yaml")) == "bad-path");
  CHECK(codes(only("edition.yaml")) == "circle");
  const Loaded circle = load({{"w/2015/edition.yaml", "edition: 2015\nextends: ../2016/edition.yaml\n"},
                              {"w/2016/edition.yaml", "edition: 2016\nextends: ../2015/edition.yaml\n"}});
  CHECK(codes(circle) == "circle");
}

TEST_CASE("The order of the files does not matter", "[layers]") {
  std::vector<SourceFile> files = year2015();
  files.insert(files.begin(), {"w/2016/edition.yaml", kExtends});
  CHECK(load(files).workflow->edition == "2016");
}

TEST_CASE("What an edition extends is known without loading it", "[layers]") {
  CHECK(extendedBy({"w/2016/edition.yaml", kExtends}) == "w/2015/edition.yaml");
  CHECK(extendedBy({"edition.yaml", kExtends}) == "../2015/edition.yaml");
  CHECK_FALSE(extendedBy({"w/2015/edition.yaml", "edition: 2015\n"}));
  CHECK_FALSE(extendedBy({"w/2015/edition.yaml", "[}"}));
}

TEST_CASE("A college adds items for its own students", "[colleges]") {
  const Loaded loaded = withCollege(
      "college: 护理学院\nitems:\n"
      "  - uniform: { title: 护士服, department: college, mode: registration }\n"
      "  - practice: { title: 实习, department: college, mode: registration, applies_when: graduating, "
      "after: "
      "[uniform] }\n");
  CHECK(formatted(loaded.diagnostics).empty());
  REQUIRE(loaded.workflow);
  const StudentType& type = loaded.workflow->types[0];
  const Item* uniform = itemOf(type, "uniform");
  REQUIRE(uniform != nullptr);
  CHECK(uniform->college == "护理学院");
  CHECK(type.rules[uniform->applies_when].text() == "college == \"护理学院\"");
  CHECK(itemOf(type, "finance")->college.empty());
}

TEST_CASE("A college's item concerns its own students, and only while its rule holds", "[colleges]") {
  const std::string college =
      "college: 护理学院\nitems:\n"
      "  - uniform: { title: 护士服, department: college, mode: registration, applies_when: graduating }\n";
  std::vector<SourceFile> files = with(base(), {"colleges/nursing.yaml", college});
  const auto expecting = [](const std::string& student, const std::string& status) {
    return "  - { name: n, today: 2015-06-24, student: { student_type: undergraduate, " + student +
           " }, expect: { uniform: " + status + " } }\n";
  };
  files =
      with(files, {"x.test.yaml", "tests:\n" + expecting("college: 护理学院, leave_reason: 毕业", "waiting") +
                                      expecting("college: 护理学院, leave_reason: 退学", "not_applicable") +
                                      expecting("college: 药学院, leave_reason: 毕业", "not_applicable") +
                                      expecting("leave_reason: 毕业", "waiting")});
  const Loaded loaded = load(files);
  CHECK(formatted(loaded.diagnostics).empty());
  REQUIRE(loaded.tests.size() == 4);
  for (const RuleTestFailure& failure : run(loaded.tests, loaded.workflow))
    FAIL_CHECK("line " << failure.expectation->place.line << " is " << failure.actual);
}

TEST_CASE("A college speaks for the student types it names", "[colleges]") {
  const std::string items = "items:\n  - uniform: { title: x, department: college, mode: registration }\n";
  CHECK(codes(withCollege("college: a\nstudent_types: [undergraduat]\n" + items)) == "unknown-value");
  const Loaded none = withCollege("college: a\nstudent_types: []\n" + items);
  REQUIRE(none.workflow);
  CHECK(itemOf(none.workflow->types[0], "uniform") == nullptr);
}

TEST_CASE("A college changes and weakens nothing", "[colleges]") {
  const auto items = [](const std::string& entries) {
    return codes(withCollege("college: a\nitems:\n" + entries));
  };
  CHECK(items("  - finance\n") == "bad-item");
  CHECK(items("  - { use: finance, optional: true }\n") == "bad-item");
  CHECK(items("  - finance: { title: x, department: college, mode: registration }\n") == "duplicate-item");
  CHECK(items("  - party: { title: x, department: college, mode: registration }\n") == "duplicate-item");
  CHECK(codes(withCollege("college: a\nitems: []\n")) == "missing-value");
  CHECK(codes(withCollege("college: a\ndocuments: {}\nitems:\n  - x: { title: x, department: college, mode: "
                          "registration }\n")) == "unknown-key");
  std::vector<SourceFile> files = base();
  const std::string sports = "    department: sports\n    mode: exceptions";
  files[0].text.replace(files[0].text.find(sports), sports.size(), sports + "\n    one_of: counter");
  const std::string library = "    department: library\n    mode: automatic";
  files[0].text.replace(files[0].text.find(library), library.size(), library + "\n    one_of: counter");
  files =
      with(files, {"colleges/a.yaml",
                   "college: a\nitems:\n  - x: { title: x, department: college, mode: registration, one_of: "
                   "counter }\n"});
  CHECK(codes(load(files)) == "weakening");
}

TEST_CASE("A college is a value of the attribute college", "[colleges]") {
  const std::string items = "items:\n  - uniform: { title: x, department: sports, mode: registration }\n";
  std::vector<SourceFile> files = with(base(), {"colleges/a.yaml", "college: 护理\n" + items});
  const std::string text = "college: { type: text }";
  const auto withType = [&](const std::string& type) {
    std::vector<SourceFile> set = files;
    set[0].text.replace(set[0].text.find(text), text.size(), "college: { type: " + type + " }");
    return load(set);
  };
  CHECK(codes(withType("enum, values: [护理学院, 药学院]")) == "unknown-value");
  CHECK(codes(withType("enum, values: [护理, 药学]")).empty());
  CHECK(codes(withType("count")) == "wrong-type");
  CHECK(codes(withCollege("college: a\"b\n" + items)) == "bad-id");
}

TEST_CASE("Files of colleges are inherited, and replaced by those of the same name", "[layers][colleges]") {
  const auto college = [](const std::string& id) {
    return "college: a\nitems:\n  - " + id + ": { title: x, department: college, mode: registration }\n";
  };
  std::vector<SourceFile> more = {{"w/2015/colleges/a.yaml", college("old")},
                                  {"w/2015/colleges/b.yaml", college("kept")},
                                  {"w/2016/colleges/a.yaml", college("fresh")}};
  const Loaded loaded = load2016("", more);
  CHECK(formatted(loaded.diagnostics).empty());
  REQUIRE(loaded.workflow);
  const StudentType& type = loaded.workflow->types[0];
  CHECK(itemOf(type, "old") == nullptr);
  CHECK(itemOf(type, "kept") != nullptr);
  CHECK(itemOf(type, "fresh") != nullptr);
}
