#include "engine/workflow/load.h"

#include <deque>

#include "engine/workflow/compile.h"
#include "engine/workflow/keys_check.h"
#include "engine/workflow/rule_test_load.h"
#include "engine/workflow/yaml_parse.h"

namespace lixiao::workflow {
namespace {

constexpr std::size_t kMostFiles = 200;

std::string_view fileName(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// One load: the sources, their trees and what was found. Sources and trees stay where they are, because
/// definitions point at them.
class Loading {
 public:
  Loaded run(const std::vector<SourceFile>& files) {
    if (files.size() > kMostFiles) {
      findings_.fileError(files.front().path, "too-many", "more than 200 files in one edition");
      return finish(nullptr, {});
    }
    for (const SourceFile& file : files) read(file);
    if (edition_ == nullptr) {
      if (!edition_seen_) reportNoEdition(files);
      return finish(nullptr, {});
    }
    const EditionDefinition edition = readEdition(*edition_);
    std::vector<StudentTypeDefinition> types;
    for (const yaml::Node* root : types_) types.push_back(readStudentType(*root, edition, findings_));
    types.resize(types.size() + unread_types_, unreadType());
    const auto workflow = compile(edition, types, findings_);
    std::vector<RuleTest> tests;
    for (const yaml::Node* root : tests_) {
      auto compiled = compileTests(readTests(*root), *workflow, findings_);
      std::move(compiled.begin(), compiled.end(), std::back_inserter(tests));
    }
    return finish(workflow, std::move(tests));
  }

 private:
  Loaded finish(std::shared_ptr<const Workflow> workflow, std::vector<RuleTest> tests) {
    const bool errors = findings_.hasErrors();
    return {errors ? nullptr : std::move(workflow), errors ? std::vector<RuleTest>{} : std::move(tests),
            findings_.take()};
  }

  /// Stands for a type whose file is no YAML.
  static StudentTypeDefinition unreadType() {
    StudentTypeDefinition type;
    type.complete = false;
    return type;
  }

  void reportNoEdition(const std::vector<SourceFile>& files) {
    const std::string first = files.empty() ? std::string() : files.front().path;
    findings_.fileError(first.substr(0, first.size() - fileName(first).size()) + "edition.yaml",
                        "missing-file", "there is no edition.yaml");
  }

  void read(const SourceFile& file) {
    const std::string_view name = fileName(file.path);
    if (!name.ends_with(".yaml"))
      return findings_.fileError(file.path, "unknown-file", quoted(name) + " is not a file of an edition",
                                 name.ends_with(".yml") ? "call it .yaml" : "");
    const std::string_view folder = std::string_view(file.path).substr(0, file.path.size() - name.size());
    if (fileName(folder.substr(0, folder.empty() ? 0 : folder.size() - 1)) == "colleges")
      return findings_.fileError(file.path, "not-yet-supported", "files of colleges are not supported yet");
    if (name == "edition.yaml")
      readEditionFile(file);
    else if (name.ends_with(".test.yaml"))
      keep(parse(file, "tests"), tests_);
    else if (!keep(parse(file, "student_type"), types_))
      ++unread_types_;
  }

  void readEditionFile(const SourceFile& file) {
    if (edition_seen_)
      return findings_.fileError(file.path, "unknown-file", "there is a second edition.yaml");
    edition_seen_ = true;
    edition_ = parse(file, "edition");
  }

  const yaml::Node* parse(const SourceFile& file, std::string_view shape_name) {
    const Source& source = sources_.emplace_back(file.path, file.text);
    std::optional<yaml::Node> root = yaml::parse(source, findings_);
    if (!root) return nullptr;
    checkShape(*root, shape(shape_name), findings_);
    return &trees_.emplace_back(std::move(*root));
  }

  static bool keep(const yaml::Node* root, std::vector<const yaml::Node*>& roots) {
    if (root != nullptr) roots.push_back(root);
    return root != nullptr;
  }

  Findings findings_;
  std::deque<Source> sources_;
  std::deque<yaml::Node> trees_;
  const yaml::Node* edition_ = nullptr;
  bool edition_seen_ = false;
  std::vector<const yaml::Node*> types_;
  std::vector<const yaml::Node*> tests_;
  std::size_t unread_types_ = 0;
};

}  // namespace

Loaded load(const std::vector<SourceFile>& files) {
  return Loading().run(files);
}

}  // namespace lixiao::workflow
