#include "engine/workflow/load.h"

#include <algorithm>
#include <deque>

#include "engine/workflow/analysis.h"
#include "engine/workflow/compile.h"
#include "engine/workflow/keys_check.h"
#include "engine/workflow/layers.h"
#include "engine/workflow/layers_colleges.h"
#include "engine/workflow/rule_test_load.h"
#include "engine/workflow/yaml_parse.h"

namespace lixiao::workflow {
namespace {

constexpr std::size_t kMostFiles = 200;
constexpr std::string_view kEdition = "edition.yaml";

std::string_view fileName(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

constexpr std::string_view kColleges = "colleges/";

/// Where a file stands in the folder of its generation: `undergraduate.yaml`, `colleges/nursing.yaml`.
struct Position {
  std::string folder;
  std::string name;
};

Position positionOf(const std::string& path) {
  Position position{folderOf(plainPath(path)), std::string(fileName(path))};
  const bool of_college = ("/" + position.folder).ends_with("/" + std::string(kColleges));
  if (!of_college) return position;
  position.folder.resize(position.folder.size() - kColleges.size());
  position.name = std::string(kColleges) + position.name;
  return position;
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
    readEditions(files);
    for (const SourceFile& file : files)
      if (fileName(file.path) != kEdition) read(file, files);
    if (edition_ == nullptr) {
      if (editions_.empty()) reportNoEdition(files);
      return finish(nullptr, {});
    }
    const EditionDefinition edition = readEdition(*edition_);
    const std::vector<StudentTypeDefinition> types = readTypes(edition);
    const auto workflow = compile(edition, types, findings_);
    std::vector<RuleTest> tests;
    for (const yaml::Node* root : tests_) {
      auto compiled = compileTests(readTests(*root), *workflow, findings_);
      std::move(compiled.begin(), compiled.end(), std::back_inserter(tests));
    }
    if (!findings_.hasErrors()) analyseNames(edition, *edition_, rootsOfAll(), findings_);
    return finish(workflow, std::move(tests));
  }

 private:
  struct TypeFile {
    const yaml::Node* root = nullptr;
    bool inherited = false;
  };

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
    findings_.fileError(folderOf(first) + std::string(kEdition), "missing-file", "there is no edition.yaml");
  }

  /// The year's edition with what it extends below it.
  void readEditions(const std::vector<SourceFile>& files) {
    for (const SourceFile& file : files)
      if (fileName(file.path) == kEdition) editions_.push_back({file.path, parse(file)});
    if (editions_.empty()) return;
    const Chain chain = chainOf(editions_, findings_);
    folders_.reserve(chain.generations.size());
    for (const EditionFile* each : chain.generations) folders_.push_back(folderOf(plainPath(each->path)));
    if (!chain.whole) return;
    const yaml::Node* root = chain.generations.back()->root;
    for (std::size_t i = chain.generations.size() - 1; i-- > 0;)
      root = &trees_.emplace_back(mergedEdition(*root, *chain.generations[i]->root, findings_));
    checkShape(*root, shape("edition"), findings_);
    edition_ = root;
  }

  void read(const SourceFile& file, const std::vector<SourceFile>& files) {
    const std::string_view name = fileName(file.path);
    if (!name.ends_with(".yaml"))
      return findings_.fileError(file.path, "unknown-file", quoted(name) + " is not a file of an edition",
                                 name.ends_with(".yml") ? "call it .yaml" : "");
    const Position position = positionOf(file.path);
    const std::size_t generation = generationOf(position.folder);
    const bool inherited = generation > 0;
    if (inherited && (name.ends_with(".test.yaml") || isReplaced(position, generation, files))) return;
    if (position.name.starts_with(kColleges)) {
      if (const yaml::Node* root = checked(file, "college")) colleges_.push_back({root, inherited});
    } else if (name.ends_with(".test.yaml")) {
      if (const yaml::Node* root = checked(file, "tests")) tests_.push_back(root);
    } else if (const yaml::Node* root = checked(file, "student_type")) {
      types_.push_back({root, inherited});
    } else {
      ++unread_types_;
    }
  }

  std::size_t generationOf(const std::string& folder) const {
    const auto found = std::find(folders_.begin(), folders_.end(), folder);
    return found == folders_.end() ? 0 : static_cast<std::size_t>(found - folders_.begin());
  }

  /// Whether a later generation has a file of the same name.
  bool isReplaced(const Position& position, std::size_t generation,
                  const std::vector<SourceFile>& files) const {
    return std::any_of(files.begin(), files.end(), [&](const SourceFile& other) {
      const Position there = positionOf(other.path);
      return there.name == position.name && generationOf(there.folder) < generation;
    });
  }

  /// A type that only the base has is left out when the year does not have its students any more.
  std::vector<StudentTypeDefinition> readTypes(const EditionDefinition& edition) {
    std::vector<StudentTypeDefinition> types;
    for (const TypeFile& file : types_) {
      if (!file.inherited || isOfYear(*file.root, edition))
        types.push_back(readStudentType(*file.root, edition, findings_));
    }
    addCollegeItems(colleges_, edition, types, findings_);
    types.resize(types.size() + unread_types_, unreadType());
    return types;
  }

  static bool isOfYear(const yaml::Node& root, const EditionDefinition& edition) {
    const yaml::Node* type = root.find("student_type");
    if (type == nullptr) return true;
    for (const AttributeDefinition& attribute : edition.attributes)
      if (attribute.name.text == "student_type")
        return std::any_of(attribute.values.begin(), attribute.values.end(),
                           [&](const Word& value) { return value.text == type->text; });
    return true;
  }

  std::vector<const yaml::Node*> rootsOfAll() const {
    std::vector<const yaml::Node*> roots;
    roots.reserve(types_.size() + colleges_.size());
    for (const TypeFile& file : types_) roots.push_back(file.root);
    for (const CollegeFile& file : colleges_) roots.push_back(file.root);
    return roots;
  }

  const yaml::Node* parse(const SourceFile& file) {
    const Source& source = sources_.emplace_back(file.path, file.text);
    std::optional<yaml::Node> root = yaml::parse(source, findings_);
    return root ? &trees_.emplace_back(std::move(*root)) : nullptr;
  }

  const yaml::Node* checked(const SourceFile& file, std::string_view shape_name) {
    const yaml::Node* root = parse(file);
    if (root != nullptr) checkShape(*root, shape(shape_name), findings_);
    return root;
  }

  Findings findings_;
  std::deque<Source> sources_;
  std::deque<yaml::Node> trees_;
  std::vector<EditionFile> editions_;
  std::vector<std::string> folders_;  ///< of the generations, the year's own first
  const yaml::Node* edition_ = nullptr;
  std::vector<TypeFile> types_;
  std::vector<const yaml::Node*> tests_;
  std::vector<CollegeFile> colleges_;
  std::size_t unread_types_ = 0;
};

}  // namespace

Loaded load(const std::vector<SourceFile>& files) {
  return Loading().run(files);
}

}  // namespace lixiao::workflow
