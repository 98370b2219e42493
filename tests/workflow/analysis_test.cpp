// What is right in form but hardly what was wanted. Every tests/config/warnings/NAME.warn.yaml gives exactly
// the warnings of NAME.txt beside it; with LIXIAO_REGENERATE=1 these are written instead, to be read before
// they are kept.
#include <cstdlib>

#include "tests/catch.h"
#include "tests/workflow/files.h"

using namespace lixiao::workflow;
using namespace lixiao::workflow::tests;

namespace {

std::string placeOf(const std::string& text) {
  const std::size_t colon = text.find(": ");
  return text.substr(colon + 2, text.find('\n') - colon - 2);
}

/// The base with a text in the place of another one, in whichever file has it.
std::vector<SourceFile> changed(const std::string& old, const std::string& with) {
  std::vector<SourceFile> files = base();
  for (SourceFile& file : files)
    if (const std::size_t at = file.text.find(old); at != std::string::npos) {
      file.text.replace(at, old.size(), with);
      return files;
    }
  FAIL("the base has no " << old);
  return files;
}

const std::string kRule = "applies_when: party_member";

/// The codes found, but for the fact that only the rule of the base uses.
std::string codesOf(const std::vector<SourceFile>& files) {
  Loaded loaded = load(files);
  std::erase_if(loaded.diagnostics, [](const auto& found) { return found.code == "unused-name"; });
  return codes(loaded);
}

std::string codesOfRule(const std::string& rule, const std::string& comment = "") {
  return codesOf(changed(kRule, comment + "applies_when: '" + rule + "'"));
}

}  // namespace

TEST_CASE("Every warning is told exactly as expected, and the edition loads all the same", "[analysis]") {
  const auto folder = sourceDirectory() / "tests/config/warnings";
  const bool regenerate = std::getenv("LIXIAO_REGENERATE") != nullptr;
  const auto files = filesIn(folder, ".warn.yaml");
  CHECK(files.size() >= 18);
  for (const auto& path : files) {
    const std::string name = path.filename().string().substr(0, path.filename().string().find(".warn.yaml"));
    INFO(name);
    const std::string text = contents(path);
    const Loaded loaded = load(with(base(), {placeOf(text), text}));
    CHECK(loaded.workflow);
    const std::string found = formatted(loaded.diagnostics);
    CHECK_FALSE(found.empty());
    const auto expected = folder / (name + ".txt");
    if (regenerate) std::ofstream(expected, std::ios::binary) << found;
    CHECK(found == contents(expected));
  }
}

TEST_CASE("A rule that can come out either way is no finding", "[analysis]") {
  const std::string rule = GENERATE(
      as<std::string>{}, "party_member", "leave_reason == \"毕业\" || party_member",
      "library.loans > 3 && library.loans < 5", "finance.tuition_due > 0 && finance.tuition_due < 0.02",
      "today >= on_site.from && today <= on_site.to", "known(party_member) && !party_member",
      "coalesce(library.loans, 0) == 0", "library.loans + 1 > library.loans",
      "college == \"a\" || college == \"b\"", "age_at(today, birth_date) >= 18", "min(library.loans, 3) == 3",
      "(party_member ? library.loans : 5) == 5");
  INFO(rule);
  CHECK(codesOfRule(rule).empty());
}

TEST_CASE("A rule that cannot is one, however it is put", "[analysis]") {
  const std::string rule = GENERATE(
      as<std::string>{}, "party_member && !party_member", "library.loans > 3 && library.loans < 4",
      "library.loans > 3 && library.loans == 3", "finance.tuition_due > 0 && finance.tuition_due < 0.01",
      "today > on_site.to && today < on_site.from", "today < date(\"2010-01-01\")",
      "leave_reason in [\"毕业\"] && leave_reason == \"退学\"", "college == \"a\" && college == \"b\"",
      "age_at(today, birth_date) >= 18 && age_at(today, birth_date) < 16",
      "coalesce(library.loans, 0) > 2 && coalesce(library.loans, 0) < 1", "max(library.loans, 3) < 3",
      "graduating && leave_reason == \"退学\"", "(library.loans > 0 ? 3 : 4) == 5");
  INFO(rule);
  CHECK(codesOfRule(rule) == "never-true");
}

TEST_CASE("A rule too large to try out is taken apart", "[analysis]") {
  std::string large = "party_member && !party_member";
  for (int i = 0; i < 9; ++i)
    large += " && (library.loans == " + std::to_string(i) +
             " || finance.tuition_due == " + std::to_string(i) +
             " || leave_reason == \"毕业\" || college == \"" + std::to_string(i) + "\")";
  CHECK(codesOfRule(large).empty());  // what only shows in all combinations stays unseen
  CHECK(codesOfRule("(" + large + ") && today < date(\"2010-01-01\")") == "never-true");
}

TEST_CASE("A comment silences a warning on its line, below it, or in the whole file", "[analysis]") {
  const std::string rule = "party_member && !party_member";
  CHECK(codesOfRule(rule) == "never-true");
  CHECK(codesOfRule(rule, "# lixiao: allow never-true (until the office is open)\n      ").empty());
  CHECK(codesOfRule(rule, "# lixiao: allow unused-name, never-true\n      # more\n      ").empty());
  CHECK(codesOfRule(rule, "# lixiao: allow never-false\n      ") == "never-true");
  CHECK(codesOfRule(rule, "# lixiao: allow never-true-ish\n      ") == "never-true");
  CHECK(codesOfRule(rule, "# lixiao: allow never-true\n\n      ") == "never-true");
  CHECK(codesOf(changed(kRule, "applies_when: '" + rule + "'   # lixiao: allow never-true")).empty());
  std::vector<SourceFile> files = changed(kRule, "applies_when: '" + rule + "'");
  for (SourceFile& file : files) file.text = "# lixiao: allow never-true\n\n" + file.text;
  CHECK(codesOf(files).empty());
}

TEST_CASE("A comment silences no error", "[analysis]") {
  CHECK(codesOfRule("party_membr", "# lixiao: allow unknown-name\n      ") == "unknown-name");
}

TEST_CASE("A rule of the shelf is a finding only when it is fixed for all who take the item", "[analysis]") {
  std::vector<SourceFile> files = changed("[undergraduate]", "[undergraduate, postgraduate]");
  files = with(files, {"postgraduate.yaml",
                       "student_type: postgraduate\ntitle: 研究生\nitems:\n  - finance\n  - library\n"
                       "documents:\n  diploma: { title: 毕业证书, department: registrar }\n"});
  const auto withRule = [&](const std::string& rule) {
    std::vector<SourceFile> set = files;
    const std::string old = "passes_when: library.loans == 0";
    set[0].text.replace(set[0].text.find(old), old.size(), "passes_when: library.loans == 0 && " + rule);
    return codes(load(set));
  };
  CHECK(withRule("student_type == \"postgraduate\"").empty());
  CHECK(withRule("(student_type == \"postgraduate\" || student_type == \"undergraduate\")") == "never-false");
  CHECK(withRule("library.loans > 0") == "never-true");
}

TEST_CASE("Nothing is analysed while there are errors", "[analysis]") {
  std::vector<SourceFile> files = changed(kRule, "applies_when: party_member && !party_member");
  files[0].text += "colour: red\n";
  CHECK(codes(load(files)) == "unknown-key");
}

TEST_CASE("Who lacks the value by which an item is registered must not be concerned", "[analysis]") {
  std::vector<SourceFile> files =
      changed("college: { type: text }", "college: { type: text, optional: true }");
  CHECK(codes(load(files)) == "unregistrable-item unregistrable-item");
  const std::string procedures = "    mode: registration\n    opens: go_live";
  files[0].text.replace(files[0].text.find(procedures), procedures.size(),
                        procedures + "\n    applies_when: known(college)");
  files[1].text.replace(files[1].text.find(kRule), kRule.size(), kRule + " && college != \"\"");
  CHECK(codes(load(files)).empty());
}
